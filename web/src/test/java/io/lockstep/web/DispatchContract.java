package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request, one use of its session, through all dispatches. */
abstract class DispatchContract {
  private final Container container;

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor();
  private Farm farm;

  DispatchContract(Container container) {
    this.container = container;
  }

  @BeforeEach
  void start() {
    app.wrapsRequests()
        .errorPage("/error-page")
        .on(
            "/count",
            (request, response) -> {
              count(request);
              response.getWriter().print("counted");
            })
        .on(
            "/value",
            (request, response) ->
                response.getWriter().print(request.getSession().getAttribute("count")))
        .on("/error-page", DispatchContract::errorPage);
    farm = container.farm(1, app, Map.of());
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private static void count(HttpServletRequest request) {
    Object before = request.getSession().getAttribute("count");
    request.getSession().setAttribute("count", before == null ? 1 : (Integer) before + 1);
  }

  private static void errorPage(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    count(request);
    response.getWriter().print("error page " + request.getSession().getAttribute("count"));
  }

  private void expectUses(int uses) {
    await().untilAsserted(() -> assertThat(farm.manager(0).closes).hasValue(uses));
  }

  private String get(String path) throws Exception {
    return visitor.get(farm.uri(0, path)).body();
  }

  @Test
  void aForwardSharesTheSessionAndItsUse() throws Exception {
    app.on(
        "/forward",
        (request, response) -> {
          count(request);
          request.getRequestDispatcher("/count").forward(request, response);
          count(request);
        });
    assertThat(get("/forward")).isEqualTo("counted");
    expectUses(1);
    assertThat(get("/value")).isEqualTo("3");
  }

  @Test
  void anIncludeSharesTheSessionAndItsUse() throws Exception {
    app.on(
        "/include",
        (request, response) -> {
          response.getWriter().print("<");
          request.getRequestDispatcher("/count").include(request, response);
          request.getRequestDispatcher("/count").include(request, response);
          response.getWriter().print(">");
        });
    assertThat(get("/include")).isEqualTo("<countedcounted>");
    expectUses(1);
    assertThat(get("/value")).isEqualTo("2");
  }

  @Test
  void aForwardToAServletByNameKeepsItsContent() throws Exception {
    app.on(
        "/named",
        (request, response) -> {
          if (request.getAttribute("seen") == null) {
            request.setAttribute("seen", true);
            count(request);
            request.getServletContext().getNamedDispatcher("pages").forward(request, response);
          } else {
            response.getWriter().print("by name");
          }
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/named"));
    assertThat(response.body()).isEqualTo("by name");
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
    expectUses(1);
  }

  @Test
  void anErrorPageSeesTheSession() throws Exception {
    app.on(
        "/fails",
        (request, response) -> {
          count(request);
          response.sendError(HttpServletResponse.SC_CONFLICT);
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/fails"));
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEqualTo("error page 2");
    assertThat(Visitor.sessionCookies(response)).isNotEmpty();
    assertThat(get("/value")).isEqualTo("2");
  }

  @Test
  void anErrorPageMakesTheFirstSession() throws Exception {
    HttpResponse<String> response = visitor.get(farm.uri(0, "/missing"));
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("error page 1");
    assertThat(get("/value")).isEqualTo("1");
  }

  @Test
  void whatAFailedRequestChangedIsSavedAndItsContentDropped() throws Exception {
    app.on(
        "/throws",
        (request, response) -> {
          count(request);
          response.getWriter().print("half a page");
          throw new IllegalStateException("on purpose");
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/throws"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("error page 2");
    assertThat(get("/value")).isEqualTo("2");
  }

  @Test
  void anAsynchronousRequestKeepsItsUseUntilItIsComplete() throws Exception {
    app.on(
        "/async",
        (request, response) -> {
          AsyncContext async = request.startAsync();
          async.start(
              () -> {
                count((HttpServletRequest) async.getRequest());
                assertThat(farm.manager(0).closes).hasValue(0);
                async.complete();
              });
        });
    get("/async");
    expectUses(1);
    assertThat(get("/value")).isEqualTo("1");
  }

  @Test
  void anAsynchronousDispatchSharesTheSessionAndItsUse() throws Exception {
    app.on(
        "/async-dispatch",
        (request, response) -> {
          count(request);
          request.startAsync().dispatch("/count");
        });
    assertThat(get("/async-dispatch")).isEqualTo("counted");
    expectUses(1);
    assertThat(get("/value")).isEqualTo("2");
  }

  @Test
  void anAsynchronousRequestMayStartAgainAfterADispatch() throws Exception {
    app.on(
        "/again",
        (request, response) -> {
          count(request);
          Object before = request.getAttribute("round");
          int round = before == null ? 1 : (Integer) before + 1;
          request.setAttribute("round", round);
          if (round < 4) {
            AsyncContext async = request.startAsync(request, response);
            async.start(async::dispatch);
          } else {
            response.getWriter().print(round);
          }
        });
    assertThat(get("/again")).isEqualTo("4");
    expectUses(1);
    assertThat(get("/value")).isEqualTo("4");
  }

  @Test
  void aListenerThatCompletesAfterATimeOutSendsWhatIsHeld() throws Exception {
    app.on(
        "/timeout",
        (request, response) -> {
          count(request);
          AsyncContext async = request.startAsync();
          async.setTimeout(50);
          async.addListener(new CompletesOnTimeout());
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/timeout"));
    assertThat(response.body()).isEqualTo("timed out");
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
    expectUses(1);
    assertThat(get("/value")).isEqualTo("1");
  }

  @Test
  void aTimeOutThatNobodyHandlesEndsInTheErrorPage() throws Exception {
    app.on(
        "/lost",
        (request, response) -> {
          count(request);
          request.startAsync().setTimeout(50);
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/lost"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("error page 2");
    assertThat(get("/value")).isEqualTo("2");
    expectUses(2);
  }

  @Test
  void theAsynchronousContextHasOurRequestAndResponse() throws Exception {
    app.on(
        "/context",
        (request, response) -> {
          AsyncContext async = request.startAsync();
          boolean ours = async.getRequest() instanceof SessionRequest;
          boolean same = Objects.equals(request.getAsyncContext(), async);
          async.getResponse().getWriter().print(ours + " " + same);
          async.getResponse().getWriter().print(" " + async.hasOriginalRequestAndResponse());
          async.complete();
        });
    assertThat(get("/context")).isEqualTo("true true true");
  }

  @Test
  void aSessionCannotBeJoinedOnceTheRequestIsComplete() throws Exception {
    var answers = new LinkedBlockingQueue<String>();
    app.on(
        "/late",
        (request, response) -> {
          AsyncContext async = request.startAsync();
          async.addListener(new AsksOnComplete((HttpServletRequest) async.getRequest(), answers));
          async.start(async::complete);
        });
    get("/count");
    expectUses(1);
    int opens = farm.manager(0).opens.get();
    get("/late");
    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("refused");
    assertThat(farm.manager(0).opens).hasValue(opens);
  }

  @Test
  void aSessionThatWasJoinedCanBeReadWhenTheRequestIsComplete() throws Exception {
    var answers = new LinkedBlockingQueue<String>();
    app.on(
        "/late",
        (request, response) -> {
          count(request);
          AsyncContext async = request.startAsync();
          async.addListener(new AsksOnComplete((HttpServletRequest) async.getRequest(), answers));
          async.start(async::complete);
        });
    get("/late");
    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
    expectUses(1);
  }

  private static final class AsksOnComplete implements AsyncListener {
    private final HttpServletRequest request;
    private final Queue<String> answers;

    AsksOnComplete(HttpServletRequest request, Queue<String> answers) {
      this.request = request;
      this.answers = answers;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      try {
        answers.add(String.valueOf(request.getSession().getAttribute("count")));
      } catch (IllegalStateException e) {
        answers.add("refused");
      }
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  private static final class CompletesOnTimeout implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
      ServletRequest request = event.getAsyncContext().getRequest();
      assertThat(request).isInstanceOf(SessionRequest.class);
      event.getAsyncContext().getResponse().getWriter().print("timed out");
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
