package io.lockstep.membership;

/** Who is in the cluster, for applications. Thread-safe; no method waits. */
public interface AppNodeManager {
  /** The cluster as this node sees it now. */
  ClusterView view();

  /**
   * Tells the listener of each change from now on, on the node's worker threads, one call at a
   * time. It first hears of those that are members already, as if they had just joined. One that is
   * added twice hears all twice.
   */
  void addListener(AppNodeListener listener);

  /**
   * Ends it; without effect for one that was not added. A call that has begun goes on to its end.
   */
  void removeListener(AppNodeListener listener);
}
