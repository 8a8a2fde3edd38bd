package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing leaves before the session is saved, whatever makes the container commit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ResponseReleaseContract {
  private final Container container;

  static final String BIG = "0123456789abcdef".repeat(4_096);

  private final TestApp app = new TestApp();
  Visitor visitor = new Visitor();
  Farm farm;

  ResponseReleaseContract(Container container) {
    this.container = container;
  }

  @BeforeAll
  void start() {
    page("/empty", (request, response) -> {});
    page("/writer", (request, response) -> response.getWriter().print("text"));
    page("/stream", (request, response) -> response.getOutputStream().print("text"));
    page(
        "/flush-writer",
        (request, response) -> {
          response.getWriter().print("te");
          response.getWriter().flush();
          response.getWriter().print("xt");
        });
    page(
        "/flush-stream",
        (request, response) -> {
          response.getOutputStream().print("te");
          response.getOutputStream().flush();
          response.getOutputStream().print("xt");
        });
    page(
        "/flush-buffer",
        (request, response) -> {
          response.flushBuffer();
          response.getWriter().print("text");
        });
    page(
        "/close",
        (request, response) -> {
          try (PrintWriter writer = response.getWriter()) {
            writer.print("text");
          }
        });
    page("/big-writer", (request, response) -> response.getWriter().print(BIG));
    page(
        "/big-stream",
        (request, response) ->
            response.getOutputStream().write(BIG.getBytes(StandardCharsets.UTF_8)));
    page(
        "/many-small",
        (request, response) -> {
          ServletOutputStream stream = response.getOutputStream();
          for (byte next : BIG.getBytes(StandardCharsets.UTF_8)) {
            stream.write(next);
          }
        });
    page(
        "/full-length",
        (request, response) -> {
          response.setContentLength(4);
          response.getOutputStream().print("text");
        });
    page("/error", (request, response) -> response.sendError(418));
    page("/redirect", (request, response) -> response.sendRedirect("elsewhere"));
    page("/forward", (request, response) -> forward(request, response, "/target"));
    page("/include", (request, response) -> include(request, response, "/target"));
    app.on("/target", (request, response) -> response.getWriter().print("text"));
    page("/async", (request, response) -> complete(request.startAsync(), "text"));
    page(
        "/async-own",
        (request, response) -> complete(request.startAsync(request, response), "text"));
    page("/async-dispatch", ResponseReleaseContract::dispatchOnce);
    page("/non-blocking", (request, response) -> writeWhenPossible(request.startAsync()));
    farm = container.farm(2, app, Map.of("lockstep.level-header", "true"));
  }

  @AfterAll
  void stop() {
    farm.close();
  }

  @BeforeEach
  void come() {
    visitor = new Visitor();
  }

  @AfterEach
  void open() {
    farm.manager(0).gate.complete(null);
    farm.manager(0).gate = CompletableFuture.completedFuture(true);
  }

  /** A page that uses a session first. */
  void page(String path, Handler handler) {
    app.on(
        path,
        (request, response) -> {
          request.getSession().setAttribute("value", path);
          handler.handle(request, response);
        });
  }

  private static void forward(HttpServletRequest request, HttpServletResponse response, String path)
      throws Exception {
    request.getRequestDispatcher(path).forward(request, response);
  }

  private static void include(HttpServletRequest request, HttpServletResponse response, String path)
      throws Exception {
    request.getRequestDispatcher(path).include(request, response);
  }

  private static void complete(AsyncContext async, String text) {
    async.start(
        () -> {
          try {
            async.getResponse().getWriter().print(text);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          async.complete();
        });
  }

  private static void dispatchOnce(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getAttribute("again") == null) {
      request.setAttribute("again", true);
      AsyncContext async = request.startAsync();
      async.start(async::dispatch);
    } else {
      response.getWriter().print("text");
    }
  }

  private static void writeWhenPossible(AsyncContext async) throws IOException {
    ServletOutputStream stream = async.getResponse().getOutputStream();
    stream.setWriteListener(
        new WriteListener() {
          private int written;

          @Override
          public void onWritePossible() throws IOException {
            byte[] text = BIG.getBytes(StandardCharsets.UTF_8);
            while (written < text.length && stream.isReady()) {
              int length = Math.min(10_000, text.length - written);
              stream.write(text, written, length);
              written += length;
            }
            if (written == text.length && stream.isReady()) {
              written++;
              async.complete();
            }
          }

          @Override
          public void onError(Throwable failure) {
            async.complete();
          }
        });
  }

  static Stream<String> pages() {
    return Stream.of(
        "/empty 200 ",
        "/writer 200 text",
        "/stream 200 text",
        "/flush-writer 200 text",
        "/flush-stream 200 text",
        "/flush-buffer 200 text",
        "/close 200 text",
        "/big-writer 200 " + BIG,
        "/big-stream 200 " + BIG,
        "/many-small 200 " + BIG,
        "/full-length 200 text",
        "/error 418 ?",
        "/redirect 302 ?",
        "/forward 200 text",
        "/include 200 text",
        "/async 200 text",
        "/async-own 200 text",
        "/async-dispatch 200 text",
        "/non-blocking 200 " + BIG);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noResponseLeavesBeforeItsSessionIsSaved(String line) throws Exception {
    String[] expected = line.split(" ", 3);
    SteeredManager manager = farm.manager(0);
    int commits = manager.commits.get();
    int closes = manager.closes.get();
    manager.gate = new CompletableFuture<>();
    CompletableFuture<HttpResponse<String>> asked = visitor.ask(farm.uri(0, expected[0]));
    await().until(() -> manager.commits.get() > commits);
    await().during(Duration.ofMillis(100)).until(() -> !asked.isDone());
    manager.gate.complete(null);
    HttpResponse<String> response = asked.get();
    assertThat(response.statusCode()).hasToString(expected[1]);
    if (!expected[2].equals("?")) {
      assertThat(response.body()).isEqualTo(expected[2]);
    }
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
    assertThat(response.headers().firstValue("Lockstep-Level")).hasValue("acknowledged");
    await().untilAsserted(() -> assertThat(manager.closes).hasValue(closes + 1));
  }

  @Test
  void whatIsResetIsNotSent() throws Exception {
    page(
        "/reset",
        (request, response) -> {
          response.getWriter().print("wrong");
          response.reset();
          response.getOutputStream().print("ri");
          response.resetBuffer();
          response.getOutputStream().print("right");
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/reset"));
    assertThat(response.body()).isEqualTo("right");
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
  }

  @Test
  void aResponseIsUncommittedWhileItIsHeld() throws Exception {
    page(
        "/committed",
        (request, response) -> {
          response.getWriter().print("x".repeat(100));
          boolean before = response.isCommitted();
          response.flushBuffer();
          response.getWriter().print(before + " " + response.isCommitted());
        });
    assertThat(visitor.get(farm.uri(0, "/committed")).body()).endsWith("xfalse true");
  }

  @Test
  void theBufferCanBeMadeLarger() throws Exception {
    page(
        "/large-buffer",
        (request, response) -> {
          response.setBufferSize(2 * BIG.length());
          response.getWriter().print(BIG);
          boolean committed = response.isCommitted();
          response.resetBuffer();
          response.getWriter().print(committed);
        });
    assertThat(visitor.get(farm.uri(0, "/large-buffer")).body()).isEqualTo("false");
  }

  @Test
  void textInAnyCharacterSetArrivesWhole() throws Exception {
    page(
        "/utf8",
        (request, response) -> {
          response.setContentType("text/plain;charset=UTF-8");
          response.getWriter().print("é€😀".repeat(3_000));
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/utf8"));
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .isEqualToIgnoringCase("text/plain;charset=utf-8");
    assertThat(response.body()).isEqualTo("é€😀".repeat(3_000));
  }

  @Test
  void whatIsChangedAfterTheFirstByteIsSavedAtTheEnd() throws Exception {
    page(
        "/late",
        (request, response) -> {
          response.flushBuffer();
          request.getSession().setAttribute("late", "yes");
        });
    app.on(
        "/is-late",
        (request, response) ->
            response.getWriter().print(request.getSession().getAttribute("late")));
    visitor.get(farm.uri(0, "/late"));
    assertThat(visitor.get(farm.uri(0, "/is-late")).body()).isEqualTo("yes");
  }

  @Test
  void aSessionCannotBeMadeOnceItsCookieCannotBeSent() throws Exception {
    app.on(
        "/too-late",
        (request, response) -> {
          response.flushBuffer();
          try {
            response.getWriter().print(request.getSession());
          } catch (IllegalStateException e) {
            response.getWriter().print(e.getMessage());
          }
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/too-late"));
    assertThat(response.body()).contains("cannot be made any more");
    assertThat(Visitor.sessionCookies(response)).isEmpty();
  }

  @Test
  void aSessionMadeAfterTheReleaseIsSavedAndItsCookieSentAtOnce() throws Exception {
    app.on(
        "/non-blocking-session",
        (request, response) -> {
          AsyncContext async = request.startAsync();
          async.getResponse().getOutputStream().setWriteListener(new CompletesAtOnce(async));
          ((HttpServletRequest) async.getRequest()).getSession().setAttribute("value", "x");
        });
    HttpResponse<String> response = visitor.get(farm.uri(0, "/non-blocking-session"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
  }

  private record CompletesAtOnce(AsyncContext async) implements WriteListener {
    @Override
    public void onWritePossible() {
      async.complete();
    }

    @Override
    public void onError(Throwable failure) {
      async.complete();
    }
  }

  @Test
  void aHeadRequestIsAnswered() throws Exception {
    HttpResponse<String> response = visitor.head(farm.uri(0, "/writer"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Visitor.sessionCookies(response)).hasSize(1);
  }
}
