package io.lockstep.report;

import io.lockstep.report.NodeReport.TimingReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.IntCountsHistogram;

/**
 * How long something takes: of the last minute, and the last time. Used on the node's loop alone,
 * and takes no memory to speak of before the first time.
 */
public final class Timing {
  private static final long SLOT_NS = Duration.ofSeconds(10).toNanos();
  private static final int SLOTS = 6;
  private static final long LONGEST_US = Duration.ofHours(1).toNanos() / 1_000;
  private static final int DIGITS = 2;

  private final Deque<Slot> slots = new ArrayDeque<>();
  private long lastUs;

  /** What was noted within some ten seconds, which have a number. */
  private record Slot(long number, IntCountsHistogram times) {}

  Timing() {}

  /**
   * It happened once more.
   *
   * @param beganNs when it began, by the loop's clock
   * @param nowNs when it was over, by the same clock; longer than an hour counts as an hour
   */
  public void note(long beganNs, long nowNs) {
    lastUs = Math.max(0, nowNs - beganNs) / 1_000;
    slotAt(nowNs).times.recordValue(Math.min(LONGEST_US, lastUs));
  }

  private Slot slotAt(long nowNs) {
    long number = Math.floorDiv(nowNs, SLOT_NS);
    Slot last = slots.peekLast();
    if (last != null && last.number == number) {
      return last;
    }
    Slot oldest = slots.peekFirst();
    boolean isOver = oldest != null && oldest.number <= number - SLOTS;
    IntCountsHistogram times =
        isOver ? slots.removeFirst().times : new IntCountsHistogram(LONGEST_US, DIGITS);
    times.reset();
    var slot = new Slot(number, times);
    slots.addLast(slot);
    return slot;
  }

  TimingReport report(String name, long nowNs) {
    long number = Math.floorDiv(nowNs, SLOT_NS);
    var all = new IntCountsHistogram(LONGEST_US, DIGITS);
    slots.stream().filter(slot -> slot.number > number - SLOTS).forEach(it -> all.add(it.times));
    return new TimingReport(
        name,
        all.getTotalCount(),
        Math.round(all.getMean()),
        all.getValueAtPercentile(50),
        all.getValueAtPercentile(99),
        all.getMaxValue(),
        lastUs);
  }
}
