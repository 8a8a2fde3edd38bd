package io.lockstep.transport;

import io.lockstep.report.Counters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bad frame costs itself, a count, and one line in the log per source. Thread-safe. */
final class BadFrames {
  private static final Logger log = LoggerFactory.getLogger(BadFrames.class);
  private static final int MOST_SOURCES = 1_000;

  private final Counters counters;
  private final Map<Long, Boolean> reportedSources = new ConcurrentHashMap<>();

  BadFrames(Counters counters) {
    this.counters = counters;
  }

  /**
   * Counts one.
   *
   * @param source the sender's incarnation, or 0 when it is not known
   */
  void add(long source, Exception cause) {
    counters.increment("frames.malformed");
    if (reportedSources.size() < MOST_SOURCES
        && reportedSources.putIfAbsent(source, true) == null) {
      log.warn(
          "Dropped a malformed frame from {}; further ones are only counted: {}",
          source == 0 ? "an unknown sender" : new NodeId(source),
          cause.getMessage());
    }
  }
}
