package io.lockstep.cli.demo;

import io.lockstep.cli.output.Progress;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.server.Fleet;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts servers again that ended, however that came: by the button, or by hand. Not at once, so
 * that there is time to look, or to end another one.
 */
final class Keeper {
  private static final Duration DELAY = Duration.ofSeconds(10);
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
    var unused = fleet.ended(server).thenAcceptAsync(status -> ended(server, status), scheduler);
  }

  private void ended(String server, int status) {
    if (status == ENDED_BY_CTRL_C) {
      return;
    }
    progress.line(
        "%s ended; it is started again in %d s, or by the console's button"
            .formatted(server, DELAY.toSeconds()));
    var unused =
        scheduler.schedule(() -> startAgain(server), DELAY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void startAgain(String server) {
    try {
      fleet.startAgain(server);
      progress.line(fleet.describe(server) + " serves again");
    } catch (StartException failure) {
      progress.line(String.valueOf(failure.getMessage()));
    } finally {
      watch(server);
    }
  }
}
