package io.lockstep.cli.tour;

import io.lockstep.cli.tour.TourRecord.Request;
import java.time.Duration;
import java.util.Set;

/**
 * The kill of a server. Times are those of {@link System#nanoTime}.
 *
 * @param visitors who were on it
 * @param ns when the signal went out
 * @param goneNs when the process was seen to be gone
 */
record Kill(String server, Set<String> visitors, long ns, long goneNs) {
  private static final long SHORTLY_NS = Duration.ofSeconds(1).toNanos();

  Kill {
    visitors = Set.copyOf(visitors);
  }

  /**
   * Whether a change may fail for this kill's sake: it was on its way to the server, or it failed
   * within a second. It must not be repeated by a balancer, so that its visitor hears of it.
   */
  boolean excuses(Request failed) {
    boolean wasOnItsWay =
        failed.startNs() <= goneNs && failed.endNs() >= ns && visitors.contains(failed.visitor());
    return wasOnItsWay || (failed.endNs() >= ns && failed.endNs() - ns < SHORTLY_NS);
  }
}
