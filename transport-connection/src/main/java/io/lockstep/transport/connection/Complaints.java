package io.lockstep.transport.connection;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Keeps what happens often from flooding the log. Thread-safe. */
public final class Complaints {
  static final int MOST_SOURCES = 1_000;
  private static final long PERIOD_NS = Duration.ofSeconds(10).toNanos();

  private static final class Tally {
    long count;
    long lastNs;
    boolean logged;
  }

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Set<String> sources = new HashSet<>();
  private final ConcurrentHashMap<String, Tally> tallies = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a monotonic clock
   */
  public Complaints(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /** Logs the first complaint about a source; further ones are left to the counters. */
  public synchronized void once(String source, String what) {
    if (sources.size() < MOST_SOURCES && sources.add(source)) {
      log.warn("{} from {}; further ones from there are only counted", what, source);
    }
  }

  /**
   * Logs at once, and then at most every 10 s with what came together since.
   *
   * @param what one of a few fixed texts
   */
  public void now(String what, long count) {
    Tally tally = tallies.computeIfAbsent(what, text -> new Tally());
    synchronized (tally) {
      tally.count += count;
      long ns = nanoTime.getAsLong();
      if (!tally.logged || ns - tally.lastNs >= PERIOD_NS) {
        log.warn("{}: {} frames", what, tally.count);
        tally.count = 0;
        tally.lastNs = ns;
        tally.logged = true;
      }
    }
  }
}
