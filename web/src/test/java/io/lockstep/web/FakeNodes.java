package io.lockstep.web;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeObserver;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.ServerSession;
import io.lockstep.session.SessionListener;
import io.lockstep.session.SessionManager;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A stand-in for the engine: sessions in one map of this JVM. */
final class FakeNodes {
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  LockstepNode node(NodeAddress address, AttributeCodec codec, SessionManager steered) {
    return new LockstepNode() {
      @Override
      public NodeAddress address() {
        return address;
      }

      @Override
      public NodeId id() {
        return new NodeId(1);
      }

      @Override
      public SessionManager sessions() {
        return steered;
      }

      @Override
      public NodeObserver observer() {
        throw new UnsupportedOperationException();
      }

      @Override
      public CompletableFuture<Void> started() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void close() {}
    };
  }

  SessionManager manager(AttributeCodec codec) {
    return new Manager(codec);
  }

  private final class Manager implements SessionManager {
    private final AttributeCodec codec;
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();

    Manager(AttributeCodec codec) {
      this.codec = codec;
    }

    @Override
    public SessionUse create(Duration maxInactiveInterval) {
      var session = new Session(this, maxInactiveInterval);
      sessions.put(session.id, session);
      return new Use(session);
    }

    @Override
    public CompletableFuture<Optional<SessionUse>> open(String id, long knownEpoch) {
      Session session = sessions.get(id);
      if (session == null || !session.valid) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      session.moveTo(this);
      return CompletableFuture.completedFuture(Optional.of(new Use(session)));
    }

    @Override
    public void addListener(SessionListener listener) {
      listeners.add(listener);
    }
  }

  private static final class Use implements SessionUse {
    private final Session session;

    Use(Session session) {
      this.session = session;
    }

    @Override
    public ServerSession session() {
      return session;
    }

    @Override
    public CompletableFuture<ReplicationLevel> commit() {
      session.save();
      return CompletableFuture.completedFuture(ReplicationLevel.ACKNOWLEDGED);
    }

    @Override
    public void close() {
      session.save();
    }
  }

  private final class Session implements ServerSession {
    private final Instant created = Instant.now();
    private final Map<String, byte[]> saved = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private String id = digits();
    private Manager owner;
    private long epoch = 1;
    private boolean valid = true;
    private Duration interval;

    Session(Manager owner, Duration interval) {
      this.owner = owner;
      this.interval = interval;
    }

    private static String digits() {
      return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }

    synchronized void save() {
      saved.clear();
      values.forEach((name, value) -> saved.put(name, owner.codec.serialize(name, value)));
    }

    synchronized void moveTo(Manager taker) {
      if (taker != owner) {
        owner.listeners.forEach(listener -> listener.passivating(this));
        owner = taker;
        epoch++;
        values.clear();
        saved.forEach((name, bytes) -> values.put(name, taker.codec.deserialize(name, bytes)));
        taker.listeners.forEach(listener -> listener.activated(this));
      }
    }

    private void check() {
      if (!valid) {
        throw new IllegalStateException("ended");
      }
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public long epoch() {
      check();
      return epoch;
    }

    @Override
    public boolean isValid() {
      return valid;
    }

    @Override
    public Instant creationTime() {
      check();
      return created;
    }

    @Override
    public Instant lastAccessTime() {
      check();
      return created;
    }

    @Override
    public Duration maxInactiveInterval() {
      check();
      return interval;
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
      this.interval = interval;
    }

    @Override
    public synchronized @Nullable Object getAttribute(String name) {
      check();
      return values.get(name);
    }

    @Override
    public synchronized @Nullable Object setAttribute(String name, Object value) {
      check();
      owner.codec.serialize(name, value);
      return values.put(name, value);
    }

    @Override
    public synchronized @Nullable Object removeAttribute(String name) {
      check();
      return values.remove(name);
    }

    @Override
    public synchronized Set<String> attributeNames() {
      check();
      return Set.copyOf(values.keySet());
    }

    @Override
    public String changeId() {
      check();
      sessions.remove(id);
      id = digits();
      sessions.put(id, this);
      return id;
    }

    @Override
    public void invalidate() {
      check();
      owner.listeners.forEach(listener -> listener.ending(this));
      valid = false;
      sessions.remove(id);
    }
  }
}
