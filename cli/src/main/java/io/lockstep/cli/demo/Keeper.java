package io.lockstep.cli.demo;

import io.lockstep.cli.process.StartException;
import io.lockstep.cli.server.Fleet;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts servers again that ended, however that came: by the button, or by hand. */
final class Keeper {
  /** Long enough to see in the console that a server is gone. */
  static final Duration DELAY = Duration.ofSeconds(4);

  private static final int ENDED_BY_CTRL_C = 130;

  private final Fleet fleet;
  private final Progress progress;
  private final ScheduledExecutorService scheduler;

  Keeper(Fleet fleet, Progress progress, ScheduledExecutorService scheduler) {
    this.fleet = fleet;
    this.progress = progress;
    this.scheduler = scheduler;
  }

  void start() {
    fleet.backends().forEach(each -> watch(each.name()));
  }

  private void watch(String server) {
    fleet.ended(server).thenAccept(status -> ended(server, status));
  }

  private void ended(String server, int status) {
    if (status == ENDED_BY_CTRL_C || scheduler.isShutdown()) {
      return;
    }
    progress.line(server + " ended; it is started again in " + DELAY.toSeconds() + " s");
    scheduler.schedule(() -> startAgain(server), DELAY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void startAgain(String server) {
    try {
      fleet.startAgain(server);
      progress.line(server + " serves again");
      watch(server);
    } catch (StartException failure) {
      progress.line(String.valueOf(failure.getMessage()));
    }
  }
}
