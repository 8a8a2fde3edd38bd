package io.lockstep.transport.connection;

import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failed attempts to connect: at once when the reason is new, and then once a minute. */
final class FailureLog {
  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final long PERIOD_NS = Duration.ofMinutes(1).toNanos();

  private final Function<Throwable, String> explanation;
  private String last = "";
  private long lastNs;

  FailureLog(Function<Throwable, String> explanation) {
    this.explanation = explanation;
  }

  void add(Throwable failure) {
    String text = explanation.apply(failure);
    long now = System.nanoTime();
    if (!text.equals(last) || now - lastNs >= PERIOD_NS) {
      log.warn("{}. Trying again until it works", text);
      last = text;
      lastNs = now;
    }
    log.debug("Connecting failed", failure);
  }

  void reset() {
    last = "";
  }
}
