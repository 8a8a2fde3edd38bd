package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.session.SessionUnavailableException;
import io.lockstep.session.SessionUse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that cannot be had now is 503, never a new empty one. */
abstract class UnavailableContract {
  private final Container container;

  private final TestApp app = new TestApp();
  private final Visitor visitor = new Visitor();
  private Farm farm;

  UnavailableContract(Container container) {
    this.container = container;
  }

  @BeforeEach
  void start() throws Exception {
    app.on(
        "/use",
        (request, response) -> {
          request.getSession().setAttribute("used", "yes");
          response.getWriter().print("used");
        });
    farm = container.farm(1, app, Map.of());
    visitor.get(farm.uri(0, "/use"));
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  private void opensFail() {
    farm.manager(0).nextOpen = CompletableFuture.failedFuture(SteeredManager.unavailable());
  }

  private HttpResponse<String> expectRefused(String path) throws Exception {
    HttpResponse<String> response = visitor.get(farm.uri(0, path));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(Visitor.sessionCookies(response)).isEmpty();
    assertThat(response.body()).doesNotContain("page of the application");
    return response;
  }

  @Test
  void aSessionThatCannotBeFoundOutIsRefused() throws Exception {
    opensFail();
    expectRefused("/use");
    assertThat(Lockstep.counters(farm.server(0).context()))
        .containsEntry("requests.unavailable", 1L);
    farm.manager(0).nextOpen = null;
    assertThat(visitor.get(farm.uri(0, "/use")).body()).isEqualTo("used");
  }

  @Test
  void anApplicationThatHidesTheFailureIsRefusedAllTheSame() throws Exception {
    app.on(
        "/hides",
        (request, response) -> {
          try {
            request.getSession(false);
          } catch (SessionUnavailableException e) {
            response.getWriter().print("page of the application");
          }
        });
    opensFail();
    expectRefused("/hides");
  }

  @Test
  void anApplicationThatWrapsTheFailureIsRefusedAllTheSame() throws Exception {
    app.on(
        "/wraps",
        (request, response) -> {
          try {
            request.getSession();
          } catch (SessionUnavailableException e) {
            throw new ServletException(new IllegalStateException(e));
          }
        });
    opensFail();
    expectRefused("/wraps");
  }

  @Test
  void anApplicationThatFailsOverIntoAnErrorOfItsOwnIsRefusedAllTheSame() throws Exception {
    app.on(
        "/own-error",
        (request, response) -> {
          try {
            request.getSession();
          } catch (SessionUnavailableException e) {
            response.sendError(500, "page of the application");
          }
        });
    opensFail();
    expectRefused("/own-error");
  }

  @Test
  void aChangeThatCannotBeSavedIsRefused() throws Exception {
    farm.manager(0).commitsFail = true;
    expectRefused("/use");
  }

  @Test
  void aChangeThatCannotBeSavedIsRefusedInTheMiddleOfALargePage() throws Exception {
    app.on(
        "/large",
        (request, response) -> {
          request.getSession().setAttribute("used", "yes");
          response.getWriter().print("page of the application".repeat(10_000));
        });
    farm.manager(0).commitsFail = true;
    expectRefused("/large");
  }

  @Test
  void aNewSessionThatCannotBeSavedIsRefusedWithoutItsCookie() throws Exception {
    farm.manager(0).commitsFail = true;
    HttpResponse<String> response = new Visitor().get(farm.uri(0, "/use"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(Visitor.sessionCookies(response)).isEmpty();
  }

  @Test
  void anAsynchronousRequestIsRefusedToo() throws Exception {
    app.on(
        "/async",
        (request, response) -> {
          AsyncContext async = request.startAsync();
          async.start(
              () -> {
                var own = (HttpServletRequest) async.getRequest();
                own.getSession().setAttribute("used", "yes");
                async.complete();
              });
        });
    farm.manager(0).commitsFail = true;
    expectRefused("/async");
  }

  @Test
  void aLookUpThatTakesTooLongIsRefusedAndItsLateResultClosed() throws Exception {
    var late = new CompletableFuture<Optional<SessionUse>>();
    farm.manager(0).nextOpen = late;
    long before = System.nanoTime();
    HttpResponse<String> response = visitor.get(farm.uri(0, "/use"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(4));
    int closes = farm.manager(0).closes.get();
    late.complete(Optional.of(farm.manager(0).create(Duration.ofMinutes(1))));
    await().untilAsserted(() -> assertThat(farm.manager(0).closes).hasValue(closes + 1));
  }

  @Test
  void aRequestThatDoesNotAskForItsSessionIsServed() throws Exception {
    app.on("/plain", (request, response) -> response.getWriter().print("plain"));
    opensFail();
    assertThat(visitor.get(farm.uri(0, "/plain")).body()).isEqualTo("plain");
  }

  @Test
  void theApplicationsErrorPageIsShown() throws Exception {
    withErrorPage((request, response) -> response.getWriter().print("please come back"));
    opensFail();
    HttpResponse<String> refused = expectRefused("/use");
    assertThat(refused.body()).isEqualTo("please come back");
    farm.manager(0).nextOpen = null;
    farm.manager(0).commitsFail = true;
    assertThat(expectRefused("/use").body()).isEqualTo("please come back");
    assertThat(Lockstep.counters(farm.server(0).context()))
        .containsEntry("requests.unavailable", 2L);
  }

  @Test
  void anErrorPageThatWantsTheSessionItselfCannotHaveIt() throws Exception {
    withErrorPage(
        (request, response) -> {
          request.getSession().setAttribute("used", "no");
          response.getWriter().print("page of the application");
        });
    opensFail();
    assertThat(expectRefused("/use").body()).contains("not available");
    assertThat(Lockstep.counters(farm.server(0).context()))
        .containsEntry("requests.unavailable", 1L);
  }

  private void withErrorPage(Handler page) throws Exception {
    farm.close();
    app.errorPage("/error-page").on("/error-page", page);
    farm = container.farm(1, app, Map.of());
    visitor.get(farm.uri(0, "/use"));
  }
}
