package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeReport;
import io.lockstep.session.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells the heap of an owner from that of its backup, both of which are in this JVM: the owner is
 * filled while it is alone, then the backup starts, and gets a copy of all. Memory transport.
 */
final class HeapShares implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 300;
  private static final int POLL_MILLIS = 100;

  private final Transports transports = Transports.memory();
  private final List<LockstepNode> nodes = new ArrayList<>();
  private final SessionSettings settings;

  HeapShares(SessionSettings settings) {
    this.settings = settings;
  }

  /** Puts into the owner what is measured. */
  @FunctionalInterface
  interface Filling {
    void fill(LockstepNode owner) throws Exception;
  }

  /** By how many bytes the heap grew while the owner was filled. */
  long ofOwner(Filling filling) throws Exception {
    LockstepNode owner = start("owner");
    long before = HeapUse.bytes();
    filling.fill(owner);
    return HeapUse.bytes() - before;
  }

  /** By how many bytes it grew while a backup came to have a copy of all that the owner has. */
  long ofBackup() throws Exception {
    long before = HeapUse.bytes();
    LockstepNode backup = start("backup");
    NodeReport owner = report(nodes.get(0));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (owner.unprotected() > 0 || report(backup).backupCount() < owner.sessionCount()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(owner.unprotected() + " sessions have no backup");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      owner = report(nodes.get(0));
    }
    return HeapUse.bytes() - before;
  }

  private LockstepNode start(String server) throws Exception {
    LockstepNode node = BenchmarkNodes.start("heap", server, transports, settings);
    nodes.add(node);
    node.started().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return node;
  }

  private static NodeReport report(LockstepNode node) throws Exception {
    return node.observer().report().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    nodes.forEach(LockstepNode::close);
  }
}
