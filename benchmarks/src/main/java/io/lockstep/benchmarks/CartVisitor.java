package io.lockstep.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A visitor who has one more of an item put into the cart at a constant rate, one request at a
 * time, and knows how many there must be. Whether a write without an answer took effect is found
 * out by reading. All but {@link #begin} happens on the executor's one thread.
 */
final class CartVisitor {
  private static final String ITEM = "assam";
  private static final Pattern SERVER = Pattern.compile("\"server\":\"([^\"]+)\"");
  private static final Pattern COUNT = Pattern.compile("\"" + ITEM + "\":(\\d+)");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(20);

  private final HttpClient http;
  private final URI cart;
  private final ScheduledExecutorService executor;
  private final KillFindings findings;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private boolean waiting;
  private boolean unsure;
  private @Nullable String server;
  private long answered;
  private long acknowledged;
  private long lastGoodNanos;
  private int life;

  /** The server that was killed when this visitor's session lived there; else null. */
  private @Nullable String killed;

  private long killedNanos;

  CartVisitor(HttpClient http, URI shop, ScheduledExecutorService executor, KillFindings findings) {
    this.http = http;
    this.cart = shop.resolve("cart");
    this.executor = executor;
    this.findings = findings;
  }

  /** Goes on for ever, with a write in each period unless the one before is not answered yet. */
  void begin(Duration delay, Duration period) {
    var unused =
        executor.scheduleAtFixedRate(
            this::ask, delay.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** From now on it is somebody else, who has no session yet. */
  void beginAnew() {
    life++;
    cookies.clear();
    waiting = false;
    unsure = false;
    server = null;
    answered = 0;
    acknowledged = 0;
    killed = null;
  }

  /** The server that answered last; null before the first answer. */
  @Nullable String server() {
    return server;
  }

  /** A server is killed at this moment. */
  void killed(String name, long nowNanos) {
    if (name.equals(server)) {
      killed = name;
      killedNanos = nowNanos;
    }
  }

  /** Whether its session's server was killed, and no other has answered yet. */
  boolean isCutOff() {
    return killed != null;
  }

  private void ask() {
    if (!waiting) {
      waiting = true;
      send();
    }
  }

  private void send() {
    boolean writes = !unsure;
    int sender = life;
    var request = HttpRequest.newBuilder(writes ? URI.create(cart + "?item=" + ITEM) : cart);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    request.timeout(TIMEOUT);
    var unused =
        http.sendAsync(
                writes ? request.POST(BodyPublishers.noBody()).build() : request.build(),
                BodyHandlers.ofString())
            .whenCompleteAsync(
                (response, failure) -> {
                  if (sender == life) {
                    take(response, writes, sender);
                  }
                },
                executor);
  }

  private void take(@Nullable HttpResponse<String> response, boolean wrote, int sender) {
    Matcher from = SERVER.matcher(response == null ? "" : response.body());
    if (response == null || response.statusCode() != 200 || !from.find()) {
      findings.failed();
      unsure = true;
      var unused =
          executor.schedule(() -> sendAgain(sender), RETRY.toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    waiting = false;
    unsure = false;
    Matcher found = COUNT.matcher(response.body());
    long count = found.find() ? Long.parseLong(found.group(1)) : 0;
    compare(wrote ? count - 1 : count);
    answered = count;
    if ("acknowledged".equals(response.headers().firstValue("Lockstep-Level").orElse(""))) {
      acknowledged = count;
    }
    response.headers().allValues("Set-Cookie").forEach(this::keep);
    arrived(from.group(1));
    findings.answered(wrote);
  }

  private void sendAgain(int sender) {
    if (sender == life) {
      send();
    }
  }

  /** What was answered once and is not there any more is lost. */
  private void compare(long there) {
    findings.lost(Math.max(0, answered - there), Math.max(0, acknowledged - there));
    acknowledged = Math.min(acknowledged, Math.max(0, there));
  }

  private void arrived(String from) {
    long now = System.nanoTime();
    if (server != null) {
      findings.gap(Duration.ofNanos(now - lastGoodNanos));
    }
    if (killed != null && !from.equals(killed)) {
      findings.firstGood(Duration.ofNanos(now - killedNanos));
      killed = null;
    }
    server = from;
    lastGoodNanos = now;
  }

  private void keep(String setCookie) {
    String[] cookie = setCookie.split(";", 2)[0].split("=", 2);
    cookies.put(cookie[0], cookie[1]);
  }
}
