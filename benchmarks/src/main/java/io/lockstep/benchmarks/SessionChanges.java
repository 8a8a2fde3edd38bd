package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionUse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Acknowledged changes, as a request makes them: joins the session, sets one of its ten attributes
 * of 1 KB, commits, waits until the backup has it, and leaves. Each client has a session of its
 * own; two nodes, with the default settings.
 */
final class SessionChanges implements Subject {
  private static final int ATTRIBUTES = 10;
  private static final int PATIENCE_SECONDS = 10;
  private static final Duration INTERVAL = Duration.ofMinutes(30);

  private final String name;
  private final LockstepNode owner;
  private final LockstepNode backup;

  private SessionChanges(String name, LockstepNode owner, LockstepNode backup) {
    this.name = name;
    this.owner = owner;
    this.backup = backup;
  }

  static SessionChanges start(String name, Transports transports) throws Exception {
    LockstepNode owner = BenchmarkNodes.start("changes", "a", transports);
    LockstepNode backup = BenchmarkNodes.start("changes", "b", transports);
    owner.started().get(30, TimeUnit.SECONDS);
    backup.started().get(30, TimeUnit.SECONDS);
    return new SessionChanges(name, owner, backup);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() throws Exception {
    String id = createSession();
    byte[][] values = new byte[ATTRIBUTES + 1][];
    for (int index = 0; index < values.length; index++) {
      values[index] = Payload.random(index, Payload.BYTES);
    }
    return new Client() {
      private int calls;

      @Override
      public void call() throws Exception {
        calls++;
        // One value more than attributes, so that each call changes what was there.
        change(id, "attribute" + calls % ATTRIBUTES, values[calls % values.length]);
      }
    };
  }

  private void change(String id, String attribute, byte[] value) throws Exception {
    try (SessionUse use =
        owner.sessions().open(id, 0).get(PATIENCE_SECONDS, TimeUnit.SECONDS).orElseThrow()) {
      use.session().setAttribute(attribute, value);
      ReplicationLevel level = use.commit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (level != ReplicationLevel.ACKNOWLEDGED) {
        throw new IllegalStateException(name + ": a change was " + level);
      }
    }
  }

  private String createSession() throws Exception {
    try (SessionUse use = owner.sessions().create(INTERVAL)) {
      for (int index = 0; index < ATTRIBUTES; index++) {
        use.session().setAttribute("attribute" + index, Payload.random(index, Payload.BYTES));
      }
      ReplicationLevel level = use.commit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (level != ReplicationLevel.ACKNOWLEDGED) {
        throw new IllegalStateException(name + ": the new session is " + level);
      }
      return use.session().id();
    }
  }

  @Override
  public void close() {
    owner.close();
    backup.close();
  }
}
