package io.lockstep.web;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what requests brought that should not be. Thread-safe. */
final class WebCounters {
  private static final Logger log = LoggerFactory.getLogger(WebCounters.class);

  private final LongAdder malformedCookies = new LongAdder();
  private final LongAdder tooManyCookies = new LongAdder();
  private final LongAdder unavailable = new LongAdder();
  private final AtomicBoolean told = new AtomicBoolean();

  void malformedCookie() {
    malformedCookies.increment();
    tellOnce("A malformed session cookie came in");
  }

  void tooManyCookies() {
    tooManyCookies.increment();
    tellOnce("A request with too many session cookies came in");
  }

  void unavailable() {
    unavailable.increment();
  }

  private void tellOnce(String what) {
    if (told.compareAndSet(false, true)) {
      log.info("{}; it and all like it are ignored and counted", what);
    }
  }

  /** The counts by name. */
  Map<String, Long> counts() {
    return Map.of(
        "cookies.malformed", malformedCookies.sum(),
        "cookies.too-many", tooManyCookies.sum(),
        "requests.unavailable", unavailable.sum());
  }
}
