package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.session.ServerSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link HttpSession} promises. */
class HttpSessionTest extends HttpSessionScenario {
  @Test
  void anIdCannotChangeWithoutASession() throws Exception {
    on(
        "/change",
        request -> {
          try {
            return request.changeSessionId();
          } catch (IllegalStateException e) {
            return "refused";
          }
        });
    assertThat(get(0, "/change")).isEqualTo("refused");
  }

  @Test
  void theRequestedIdIsTheCookies() throws Exception {
    on(
        "/requested",
        request ->
            request.getRequestedSessionId()
                + " "
                + request.isRequestedSessionIdValid()
                + " "
                + request.isRequestedSessionIdFromCookie()
                + " "
                + request.isRequestedSessionIdFromURL());
    assertThat(get(0, "/requested")).isEqualTo("null false false false");
    get(0, "/new");
    assertThat(get(1, "/requested")).isEqualTo(visitor.sessionId() + " true true false");
    on(
        "/end",
        request -> {
          request.getSession().invalidate();
          return request.isRequestedSessionIdValid();
        });
    String ended = visitor.session();
    assertThat(get(0, "/end")).isEqualTo("false");
    var late = new Visitor().with("LOCKSTEP", ended);
    assertThat(late.get(farm.uri(0, "/requested")).body()).endsWith(" false true false");
  }

  @Test
  void anEndedSessionIsReplacedByANewOneInTheSameRequest() throws Exception {
    on(
        "/replace",
        request -> {
          HttpSession old = request.getSession();
          old.setAttribute("value", "old");
          old.invalidate();
          HttpSession fresh = request.getSession();
          fresh.setAttribute("value", "new");
          return fresh.isNew() && !fresh.equals(old);
        });
    get(0, "/new");
    String before = visitor.sessionId();
    assertThat(get(0, "/replace")).isEqualTo("true");
    assertThat(visitor.sessionId()).isNotEqualTo(before);
    assertThat(get(1, "/get")).isEqualTo("new");
  }

  @Test
  void anEndedSessionRefusesToBeUsed() throws Exception {
    on(
        "/ended",
        request -> {
          HttpSession session = request.getSession();
          session.invalidate();
          return refuses(session::isNew)
              && refuses(session::getCreationTime)
              && refuses(session::getLastAccessedTime)
              && refuses(() -> session.getAttribute("value"))
              && refuses(() -> session.setAttribute("value", 1))
              && refuses(() -> session.removeAttribute("value"))
              && refuses(session::getAttributeNames)
              && refuses(session::invalidate);
        });
    assertThat(get(0, "/ended")).isEqualTo("true");
  }

  private static boolean refuses(Runnable use) {
    try {
      use.run();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Test
  void timesAreToldAsTheSpecificationWants() throws Exception {
    on(
        "/times",
        request -> {
          HttpSession session = request.getSession();
          return session.getCreationTime() + " " + session.getLastAccessedTime();
        });
    long before = Instant.now().toEpochMilli();
    get(0, "/times");
    String[] times = get(1, "/times").split(" ", 2);
    assertThat(Long.parseLong(times[0])).isBetween(before, Instant.now().toEpochMilli());
    assertThat(Long.parseLong(times[1]))
        .isBetween(Long.parseLong(times[0]), Instant.now().toEpochMilli());
  }

  @Test
  void aSessionThatNeverExpiresSaysSo() throws Exception {
    on(
        "/forever",
        request -> {
          request.getSession().setMaxInactiveInterval(-1);
          return request.getSession().getMaxInactiveInterval() <= 0;
        });
    assertThat(get(0, "/forever")).isEqualTo("true");
  }

  @Test
  void theServerSessionIsReachableFromTheRequest() throws Exception {
    on(
        "/server",
        request -> {
          request.getSession().setAttribute("value", "seen");
          ServerSession session = Objects.requireNonNull(Lockstep.serverSession(request));
          return session.id().equals(request.getSession().getId())
              + " "
              + session.getAttribute("value");
        });
    assertThat(get(0, "/server")).isEqualTo("true seen");
    on("/no-server", request -> Lockstep.serverSession(request) == null);
    assertThat(new Visitor().get(farm.uri(0, "/no-server")).body()).isEqualTo("true");
  }

  @Test
  void aSessionKeptAfterItsRequestReplicatesWhatIsChangedLater() throws Exception {
    var kept = new AtomicReference<@Nullable HttpSession>();
    on(
        "/keep",
        request -> {
          kept.set(request.getSession());
          return "kept";
        });
    get(0, "/keep");
    Objects.requireNonNull(kept.get()).setAttribute("value", "from the background");
    await().until(() -> "from the background".equals(get(1, "/get")));
  }

  @Test
  void concurrentRequestsOfOneSessionKeepEachOthersAttributes() throws Exception {
    on(
        "/put",
        request -> {
          String name = request.getParameter("name");
          request.getSession().setAttribute(name, name);
          return name;
        });
    on("/names", request -> Collections.list(request.getSession().getAttributeNames()).size());
    get(0, "/new");
    var asked =
        IntStream.range(0, 30).mapToObj(i -> visitor.ask(farm.uri(0, "/put?name=n" + i))).toList();
    for (var answer : asked) {
      HttpResponse<String> response = answer.get();
      assertThat(response.statusCode()).isEqualTo(200);
    }
    assertThat(get(1, "/names")).isEqualTo("30");
  }

  @Test
  void aRequestThatCameWithTheOldIdIsNotToldTheNewOne() throws Exception {
    var joined = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    on(
        "/slow",
        request -> {
          HttpSession session = request.getSession();
          joined.countDown();
          changed.await();
          session.setAttribute("late", "yes");
          return session.getId();
        });
    on("/change", HttpServletRequest::changeSessionId);
    get(0, "/new");
    String fixed = visitor.sessionId();
    var attacker = new Visitor().with("LOCKSTEP", visitor.session());
    CompletableFuture<HttpResponse<String>> slow = attacker.ask(farm.uri(0, "/slow"));
    joined.await();
    String changedId = get(0, "/change");
    changed.countDown();
    assertThat(slow.get().body()).isEqualTo(fixed).isNotEqualTo(changedId);
    assertThat(Visitor.sessionCookies(slow.get())).isEmpty();
    assertThat(visitor.sessionId()).isEqualTo(changedId);
    assertThat(get(0, "/none")).isEqualTo("false");
  }

  @Test
  void ofTwoCookiesTheRequestedIdIsTheOneWithASession() throws Exception {
    on("/requested", HttpServletRequest::getRequestedSessionId);
    on(
        "/end",
        request -> {
          request.getSession().invalidate();
          return "ended";
        });
    get(0, "/new");
    String dead = visitor.session();
    get(0, "/end");
    get(0, "/new");
    var both = new Visitor().with("LOCKSTEP", dead + "; LOCKSTEP=" + visitor.session());
    assertThat(both.get(farm.uri(0, "/requested")).body()).isEqualTo(visitor.sessionId());
  }

  @Test
  void twoThreadsOfOneRequestGetOneSession() throws Exception {
    on(
        "/both",
        request -> {
          var barrier = new CyclicBarrier(2);
          var other =
              CompletableFuture.supplyAsync(
                  () -> {
                    meet(barrier);
                    return request.getSession().getId();
                  });
          meet(barrier);
          return request.getSession().getId().equals(other.get());
        });
    for (int i = 0; i < 50; i++) {
      assertThat(new Visitor().get(farm.uri(0, "/both")).body()).isEqualTo("true");
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anIdNeverChangesWithoutTheClientLearningIt() throws Exception {
    List<String> refusals = new CopyOnWriteArrayList<>();
    app.on(
        "/complete",
        (request, response) -> {
          request.getSession();
          response.setContentLength(2);
          response.getOutputStream().write("ok".getBytes(StandardCharsets.UTF_8));
          try {
            request.changeSessionId();
          } catch (IllegalStateException e) {
            refusals.add(String.valueOf(e.getMessage()));
          }
        });
    get(0, "/new");
    assertThat(get(0, "/complete")).isEqualTo("ok");
    assertThat(get(0, "/none")).isEqualTo("false");
    assertThat(refusals).allMatch(refusal -> refusal.contains("response is committed"));
  }

  @Test
  void anAttributeWithoutANameIsNull() throws Exception {
    on("/null", request -> request.getSession().getAttribute(null));
    assertThat(get(0, "/null")).isEqualTo("null");
  }
}
