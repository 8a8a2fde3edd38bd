package io.lockstep.web.console;

import io.lockstep.report.DrainControl;
import java.util.concurrent.CompletableFuture;

/** What a node answers that knows no server. */
final class NoDrain implements DrainControl {
  @Override
  public CompletableFuture<Boolean> drainHere() {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletableFuture<Boolean> resumeHere() {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletableFuture<Boolean> drainAt(String server) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public CompletableFuture<Boolean> resumeAt(String server) {
    return CompletableFuture.completedFuture(false);
  }
}
