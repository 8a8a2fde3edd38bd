package io.lockstep.session;

import io.lockstep.report.Counters;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.LossReport;
import io.lockstep.sequence.Epoch;
import io.lockstep.time.EventLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what this node found lost, for the console and the log. Used on the loop alone. */
final class LossBook {
  private static final Logger log = LoggerFactory.getLogger(LossBook.class);

  private final EventLoop loop;
  private final LongAdder losses;
  private final ArrayDeque<LossReport> latest = new ArrayDeque<>();
  private long count;

  LossBook(EventLoop loop, Counters counters) {
    this.loop = loop;
    this.losses = counters.counter("sessions.losses");
  }

  /**
   * Notes that the batches after {@code kept} up to {@code last} are lost; nothing when there are
   * none.
   */
  void record(SessionKey key, Epoch epoch, long kept, long last, String reason) {
    if (last <= kept) {
      return;
    }
    count++;
    losses.increment();
    log.error(
        "Session {} lost its batches {} to {} of epoch {}: {}", key, kept + 1, last, epoch, reason);
    latest.addFirst(
        new LossReport(
            key.toString(), epoch.toString(), kept + 1, last, reason, loop.now().toEpochMilli()));
    if (latest.size() > NodeReport.MOST_LOSSES) {
      latest.removeLast();
    }
  }

  List<LossReport> latest() {
    return List.copyOf(latest);
  }

  long count() {
    return count;
  }
}
