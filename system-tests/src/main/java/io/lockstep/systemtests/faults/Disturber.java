package io.lockstep.systemtests.faults;

import io.lockstep.cli.process.Pause;
import io.lockstep.cli.process.Polling;
import io.lockstep.systemtests.servers.ShopServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the faults of a plan happen. The next waits until no session would be lost with a server.
 */
final class Disturber {
  /** How long a cluster may take to be safe again. It decides nothing but when to give up. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ShopServers servers;
  private final Polling polling;
  private final Waits waits;
  private final Consumer<Fault> happening;

  /**
   * @param happening is told of each fault right before
   */
  Disturber(ShopServers servers, Polling polling, Waits waits, Consumer<Fault> happening) {
    this.servers = servers;
    this.polling = polling;
    this.waits = waits;
    this.happening = happening;
  }

  /**
   * Goes through the plan until the time is over; then all servers run, and no session would be
   * lost with any.
   *
   * @return what kept it from going on, if anything
   */
  Optional<String> run(FaultPlan plan, Duration duration) {
    long endNs = System.nanoTime() + duration.toNanos();
    Optional<String> trouble = awaitSafety("the start");
    while (trouble.isEmpty() && System.nanoTime() < endNs) {
      Fault fault = plan.next();
      Pace.pause(fault.lead());
      // The machine may be so busy that servers suspect each other for no reason of ours.
      trouble = awaitSafety("a quiet time before " + fault);
      if (trouble.isEmpty()) {
        trouble = disturb(fault);
      }
    }
    return trouble;
  }

  private Optional<String> disturb(Fault fault) {
    happening.accept(fault);
    waits.begin();
    switch (fault.kind()) {
      case KILL, OUTAGE -> {
        servers.kill(fault.server());
        Pace.pause(fault.duration());
        servers.startAgain(fault.server());
      }
      case BLINK, PAUSE, COMA -> pause(fault, () -> {});
      case HANG -> {
        pause(fault, () -> servers.kill(fault.server()));
        servers.startAgain(fault.server());
      }
    }
    Optional<String> trouble = awaitSafety(fault.toString());
    waits.end(fault.kind());
    return trouble;
  }

  private void pause(Fault fault, Runnable beforeItGoesOn) {
    Pause pause = servers.pause(fault.server());
    try {
      Pace.pause(fault.duration());
      beforeItGoesOn.run();
    } finally {
      pause.close();
    }
  }

  private Optional<String> awaitSafety(String after) {
    boolean safe = polling.until(PATIENCE, () -> !servers.ended().isEmpty() || servers.isSafe());
    List<String> ended = servers.ended();
    if (!ended.isEmpty()) {
      return Optional.of("after %s: %s ended by itself".formatted(after, ended));
    }
    return safe
        ? Optional.empty()
        : Optional.of(
            "after %s: not all sessions are safe within %d s"
                .formatted(after, PATIENCE.toSeconds()));
  }
}
