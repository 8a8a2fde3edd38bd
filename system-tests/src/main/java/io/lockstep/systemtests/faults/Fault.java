package io.lockstep.systemtests.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault of a plan.
 *
 * @param number the first one's is 1
 * @param lead how long visitors go on undisturbed before it
 * @param duration for how long the server is away, besides the time that it takes to start
 */
record Fault(int number, FaultKind kind, String server, Duration lead, Duration duration) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "fault %d: %s %s, for %.1f s",
        number,
        server,
        kind.text(),
        duration.toMillis() / 1e3);
  }
}
