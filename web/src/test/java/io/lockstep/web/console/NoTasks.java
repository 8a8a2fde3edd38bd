package io.lockstep.web.console;

import io.lockstep.report.TaskRunner;
import java.util.concurrent.CompletableFuture;

/** What a node without tasks answers. */
final class NoTasks implements TaskRunner {
  @Override
  public CompletableFuture<Boolean> runHere(String task) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletableFuture<Boolean> runAt(String server, String task) {
    return CompletableFuture.completedFuture(false);
  }
}
