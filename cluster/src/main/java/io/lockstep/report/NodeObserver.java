package io.lockstep.report;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where console, REST and metrics get their snapshots. Thread-safe. */
public interface NodeObserver {
  /** This node. The future never fails. */
  CompletableFuture<NodeReport> report();

  /**
   * Every node that answers within a second, this one first. The future never fails; members that
   * did not answer are in the members of the first report only.
   */
  CompletableFuture<List<NodeReport>> clusterReport();
}
