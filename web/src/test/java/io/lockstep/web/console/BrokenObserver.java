package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a node may be that is being closed. */
final class BrokenObserver implements NodeObserver {
  @Override
  public CompletableFuture<NodeReport> report() {
    throw new IllegalStateException("closed");
  }

  @Override
  public CompletableFuture<List<NodeReport>> clusterReport() {
    return CompletableFuture.failedFuture(new IllegalStateException("closed"));
  }
}
