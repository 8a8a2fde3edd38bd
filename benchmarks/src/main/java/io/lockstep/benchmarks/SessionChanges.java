package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionUse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Changes, as a request makes them: joins the session, sets one of its attributes of 1 KB, commits,
 * waits until the backup has it when it is to be acknowledged, and leaves. Each client has a
 * session of its own; the nodes have the default settings, so each session has one backup.
 */
final class SessionChanges implements Subject {
  private static final SessionShape DEFAULT = new SessionShape(2, 10, true);
  private static final int PATIENCE_SECONDS = 10;
  private static final int MOST_ATTEMPTS = 1000;
  private static final Duration INTERVAL = Duration.ofMinutes(30);

  private final String name;
  private final SessionShape shape;
  private final List<LockstepNode> nodes;
  private final LockstepNode owner;
  private final AtomicInteger unprotected = new AtomicInteger();

  private SessionChanges(String name, SessionShape shape, List<LockstepNode> nodes) {
    this.name = name;
    this.shape = shape;
    this.nodes = nodes;
    owner = nodes.get(0);
  }

  /** Acknowledged changes of sessions of 10 KB, between two nodes. */
  static SessionChanges start(String name, Transports transports) throws Exception {
    return start(name, DEFAULT, transports);
  }

  static SessionChanges start(String name, SessionShape shape, Transports transports)
      throws Exception {
    var cluster = shape.isAcknowledged() ? "changes" : "async-changes";
    return new SessionChanges(
        name, shape, BenchmarkNodes.startAll(cluster, shape.servers(), transports));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() throws Exception {
    return new Visitor(createSession(), shape.values());
  }

  private ReplicationLevel change(String id, int call, byte[] value, Replication replication)
      throws Exception {
    try (SessionUse use =
        owner.sessions().open(id, 0).get(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow()) {
      use.session().replicateRequest(replication);
      use.session().setAttribute(shape.attribute(call), value);
      return use.commit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private String createSession() throws Exception {
    try (SessionUse use = owner.sessions().create(INTERVAL)) {
      for (int index = 0; index < shape.attributes(); index++) {
        use.session().setAttribute(SessionShape.name(index), shape.initial(index));
      }
      require(use.commit().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      return use.session().id();
    }
  }

  private void require(ReplicationLevel level) {
    if (level != ReplicationLevel.ACKNOWLEDGED) {
      throw new IllegalStateException(name + ": a change was " + level);
    }
  }

  /** How often asynchronous changes had no backup, for longer than it may take to acknowledge. */
  String unprotected() {
    return "%s: without a backup %d times".formatted(name, unprotected.get());
  }

  @Override
  public void close() {
    nodes.forEach(LockstepNode::close);
  }

  private final class Visitor implements Client {
    private final String id;
    private final byte[][] values;
    private int calls;

    Visitor(String id, byte[][] values) {
      this.id = id;
      this.values = values;
    }

    @Override
    public void call() throws Exception {
      if (shape.isAcknowledged()) {
        require(next(Replication.ACKNOWLEDGED));
      } else if (shape.isWindowFull(calls + 1)) {
        settle();
      } else if (next(Replication.ASYNC) == ReplicationLevel.UNPROTECTED) {
        unprotected.incrementAndGet();
      }
    }

    /** A backup that has a change has all those before it. */
    @Override
    public void settle() throws Exception {
      if (shape.isAcknowledged()) {
        return;
      }
      int left = MOST_ATTEMPTS;
      while (next(Replication.ACKNOWLEDGED) != ReplicationLevel.ACKNOWLEDGED) {
        unprotected.incrementAndGet();
        if (--left == 0) {
          throw new TimeoutException(name + ": a session stays without a backup");
        }
      }
    }

    private ReplicationLevel next(Replication replication) throws Exception {
      calls++;
      return change(id, calls, values[calls % values.length], replication);
    }
  }
}
