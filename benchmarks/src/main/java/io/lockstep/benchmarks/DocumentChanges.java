package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.TransportReport;
import io.lockstep.session.DocumentScope;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionUse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Acknowledged changes of a session's large document: a call joins the session, makes so many small
 * changes, commits, waits until the backup has applied them, and leaves. Each client has a session
 * with a document of its own; two nodes, with the default settings.
 */
final class DocumentChanges implements Subject {
  /** How many changes are made before each commit. */
  static final int PER_COMMIT = 100;

  private static final String DOCUMENT = "large";
  private static final int PATIENCE_SECONDS = 60;
  private static final int POLL_MILLIS = 10;
  private static final Duration INTERVAL = Duration.ofMinutes(30);

  private final String name;
  private final int items;
  private final List<LockstepNode> nodes;

  private DocumentChanges(String name, int items, List<LockstepNode> nodes) {
    this.name = name;
    this.items = items;
    this.nodes = nodes;
  }

  static DocumentChanges start(String name, int items, Transports transports) throws Exception {
    return new DocumentChanges(name, items, BenchmarkNodes.startAll("documents", 2, transports));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() throws Exception {
    var document = LargeDocument.make(items, 1);
    String id = createSession(document);
    return () -> change(id, document);
  }

  /**
   * Registers the document with a new session; returns once the backup has all of it, which may be
   * long after the commit gave up waiting for that.
   */
  String createSession(LargeDocument document) throws Exception {
    try (SessionUse use = nodes.get(0).sessions().create(INTERVAL)) {
      register(use, document);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (level(use) != ReplicationLevel.ACKNOWLEDGED) {
        if (System.nanoTime() > end) {
          throw new TimeoutException(name + ": no backup has the document");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      return use.session().id();
    }
  }

  /** Registers the document with a new session of a node that may be alone. */
  static void register(LockstepNode node, LargeDocument document) throws Exception {
    try (SessionUse use = node.sessions().create(INTERVAL)) {
      register(use, document);
      ReplicationLevel unused = level(use);
    }
  }

  private static void register(SessionUse use, LargeDocument document) {
    use.session().documents().register(DOCUMENT, document.document(), DocumentScope.SERVER_ONLY);
  }

  /** Makes the changes of one call. */
  void change(String id, LargeDocument document) throws Exception {
    try (SessionUse use =
        nodes.get(0).sessions().open(id, 0).get(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow()) {
      for (int change = 0; change < PER_COMMIT; change++) {
        document.change();
      }
      commit(use);
    }
  }

  private void commit(SessionUse use) throws Exception {
    ReplicationLevel level = level(use);
    if (level != ReplicationLevel.ACKNOWLEDGED) {
      throw new IllegalStateException(name + ": a change was " + level);
    }
  }

  private static ReplicationLevel level(SessionUse use) throws Exception {
    return use.commit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** How many bytes the owner's transport has sent since it started, heartbeats included. */
  long sentByOwner() throws Exception {
    return sent(report(0));
  }

  /** How many bytes the backup's transport has sent since it started, heartbeats included. */
  long sentByBackup() throws Exception {
    return sent(report(1));
  }

  /** The longest step of either node's loop since it started, in microseconds. */
  long longestStepMicros() throws Exception {
    return Math.max(report(0).loop().longestStepUs(), report(1).loop().longestStepUs());
  }

  /** The longest step of either node's loop in the last one to two minutes, in microseconds. */
  long longestStepLatelyMicros() throws Exception {
    return Math.max(report(0).loop().longestStepLatelyUs(), report(1).loop().longestStepLatelyUs());
  }

  private NodeReport report(int node) throws Exception {
    return nodes.get(node).observer().report().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static long sent(NodeReport report) {
    return report.transports().stream().mapToLong(TransportReport::sentBytes).sum();
  }

  @Override
  public void close() {
    nodes.forEach(LockstepNode::close);
  }
}
