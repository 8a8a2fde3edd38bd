package io.lockstep.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.lockstep.sequence.Position;
import io.lockstep.session.SessionBody.Live;
import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.Replication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's view of a session. It keeps apart what this request changed, so that it travels as
 * one batch; once the request is over, further changes go out by themselves within ten
 * milliseconds.
 */
final class SessionView implements ServerSession {
  private static final Logger log = LoggerFactory.getLogger(SessionView.class);
  private static final Duration FLUSH_DELAY = Duration.ofMillis(5);

  private final SessionBody body;
  private final Cell cell;
  private final Instant lastAccess;
  private final Map<String, Live> changed = new LinkedHashMap<>();
  private final Map<String, Live> sent = new LinkedHashMap<>();
  private final Map<String, Long> read = new HashMap<>();
  private final AtomicBoolean flushIsDue = new AtomicBoolean();
  private OptionalLong newInterval = OptionalLong.empty();
  private OptionalLong newNonce = OptionalLong.empty();
  private boolean ends;
  private boolean detached;

  /**
   * A view for a request that joins now.
   *
   * @param lastAccessNanos when the session was used before, on the loop's clock
   */
  SessionView(SessionBody body, long lastAccessNanos) {
    this.body = body;
    this.cell = body.cell;
    long idleNanos = Math.max(0, body.loop().nanoTime() - lastAccessNanos);
    this.lastAccess = body.loop().now().minusNanos(idleNanos);
  }

  // ---- what the application sees ----

  @Override
  public synchronized String id() {
    return body.ids.format(cell.key, newNonce.orElseGet(cell::nonce));
  }

  @Override
  public long epoch() {
    return cell.position().epoch().counter();
  }

  @Override
  public boolean isValid() {
    return !body.isEnded();
  }

  @Override
  public Instant creationTime() {
    checkValid();
    return Instant.ofEpochMilli(cell.createdMs());
  }

  @Override
  public Instant lastAccessTime() {
    checkValid();
    return lastAccess;
  }

  @Override
  public synchronized Duration maxInactiveInterval() {
    checkValid();
    return Duration.ofMillis(newInterval.orElseGet(cell::maxInactiveMs));
  }

  @Override
  public synchronized void setMaxInactiveInterval(Duration interval) {
    checkValid();
    newInterval = OptionalLong.of(Math.max(0, interval.toMillis()));
    changedOutside();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    checkValid();
    Live found = body.find(name, this);
    if (found == null) {
      return null;
    }
    if (found.version() > 0 && !found.local()) {
      remember(name, found.version());
    }
    return found.value();
  }

  private synchronized void remember(String name, long version) {
    read.merge(name, version, Math::max);
  }

  @Override
  public @Nullable Object setAttribute(String name, Object value) {
    checkValid();
    boolean local = isLocal(name, value);
    Object before = replaced(name);
    change(name, value, local);
    return before;
  }

  private boolean isLocal(String name, Object value) {
    try {
      body.context.codec().serialize(name, value);
      return false;
    } catch (NotSerializableAttributeException e) {
      if (body.context.settings().nonSerializable() == NonSerializable.LOCAL) {
        log.debug("An attribute stays on this node", e);
        return true;
      }
      throw e;
    }
  }

  @Override
  public @Nullable Object removeAttribute(String name) {
    checkValid();
    Object before = replaced(name);
    if (before != null || attributeNames().contains(name)) {
      change(name, null, false);
    }
    return before;
  }

  /** What a change replaces; a value that cannot be read must not keep a better one out. */
  private @Nullable Object replaced(String name) {
    try {
      return getAttribute(name);
    } catch (AttributeUnreadableException e) {
      log.debug("An unreadable attribute is replaced", e);
      return null;
    }
  }

  private synchronized void change(String name, @Nullable Object value, boolean local) {
    Live now = body.set(name, value, local);
    changed.put(name, now);
    changedOutside();
  }

  @Override
  public Set<String> attributeNames() {
    checkValid();
    return body.names();
  }

  @Override
  public synchronized String changeId() {
    checkValid();
    newNonce = OptionalLong.of(body.loop().random().nextLong());
    changedOutside();
    return id();
  }

  @Override
  public void invalidate() {
    checkValid();
    body.events.ending(this);
    end();
  }

  /** Ends the session without asking whether it is valid, and without telling the listeners. */
  void end() {
    if (body.end()) {
      synchronized (this) {
        ends = true;
        changed.clear();
        changedOutside();
      }
    }
  }

  private void checkValid() {
    if (!isValid()) {
      throw new IllegalStateException("The session has ended");
    }
  }

  // ---- what goes out ----

  /** The request is over: what changes from now on goes out by itself. */
  synchronized void detach() {
    detached = true;
    sent.clear();
    if (!changed.isEmpty() || newInterval.isPresent() || newNonce.isPresent()) {
      changedOutside();
    }
  }

  private void changedOutside() {
    if (detached && flushIsDue.compareAndSet(false, true)) {
      body.loop()
          .schedule(
              FLUSH_DELAY,
              () ->
                  body.context
                      .workers()
                      .execute(
                          () -> {
                            flushIsDue.set(false);
                            stampNow();
                          }));
    }
  }

  /** Sends what changed; nobody waits for it. */
  void stampNow() {
    CompletableFuture<ReplicationLevel> unused =
        commit(false)
            .whenComplete(
                (level, failure) -> {
                  if (failure != null) {
                    log.warn(
                        "A change of session {} made outside a request is lost", cell.key, failure);
                  }
                });
  }

  /**
   * Serialises and stamps what changed since the last call.
   *
   * @param lastOfRequest whether the time of access goes along when the backups should hear of it
   */
  CompletableFuture<ReplicationLevel> commit(boolean lastOfRequest) {
    var level = new CompletableFuture<ReplicationLevel>();
    try {
      Change change = collect(lastOfRequest);
      body.context.steps().execute(() -> stamp(change, level));
    } catch (NotSerializableAttributeException e) {
      level.completeExceptionally(e);
    }
    return level;
  }

  private synchronized Change collect(boolean lastOfRequest) {
    if (lastOfRequest) {
      collectMutated();
    }
    var attributes = new ArrayList<Change.Attribute>();
    for (Map.Entry<String, Live> change : List.copyOf(changed.entrySet())) {
      attributes.addAll(serialise(change.getKey(), change.getValue()));
    }
    sent.putAll(changed);
    changed.clear();
    boolean touches =
        lastOfRequest && (!attributes.isEmpty() || cell.owesAccessTime(body.loop().nanoTime()));
    var change = new Change(attributes, newInterval, newNonce, touches, ends);
    newInterval = OptionalLong.empty();
    return change;
  }

  /**
   * A value that was sent with the first bytes of the response, and changed after that, goes out
   * once more.
   */
  private void collectMutated() {
    sent.forEach(
        (name, live) -> {
          if (body.stillHas(name, live) && isMutated(name, live)) {
            changed.putIfAbsent(name, body.set(name, live.value(), false));
          }
        });
    sent.clear();
  }

  private boolean isMutated(String name, Live live) {
    Object value = live.value();
    if (value == null || live.local() || Immutables.contains(value)) {
      return false;
    }
    ByteString known = cell.attribute(name);
    return known == null
        || !known.equals(
            UnsafeByteOperations.unsafeWrap(body.context.codec().serialize(name, value)));
  }

  /** Empty for what stays on this node and replaces nothing that the backups have. */
  private List<Change.Attribute> serialise(String name, Live live) {
    Object value = live.value();
    if (live.local()) {
      return cell.attribute(name) == null
          ? List.of()
          : List.of(new Change.Attribute(name, null, live.version()));
    }
    return List.of(
        new Change.Attribute(name, value == null ? null : bytes(name, value), live.version()));
  }

  private ByteString bytes(String name, Object value) {
    try {
      return UnsafeByteOperations.unsafeWrap(body.context.codec().serialize(name, value));
    } catch (NotSerializableAttributeException e) {
      // Dropped, so that the next commit can succeed with the others.
      changed.remove(name);
      throw e;
    }
  }

  private void stamp(Change change, CompletableFuture<ReplicationLevel> level) {
    Position position = cell.stamp(change, body.loop().nanoTime());
    if (position == null) {
      level.completeExceptionally(
          new SessionUnavailableException(
              "The session has gone to another node, or too many of its changes are on their way",
              Duration.ofMillis(100)));
      return;
    }
    settleNonce(change);
    Ownership session = body.ownership();
    if (body.context.settings().replication() == Replication.ASYNC) {
      body.loop().execute(() -> body.replicator.flush(session));
      level.complete(
          cell.backups().isEmpty() ? ReplicationLevel.UNPROTECTED : ReplicationLevel.SENT);
    } else if (hasReadUnstamped()) {
      body.loop().execute(() -> body.replicator.flush(session));
      level.complete(ReplicationLevel.UNPROTECTED);
    } else if (cell.isProtected(position.sequence())) {
      level.complete(ReplicationLevel.ACKNOWLEDGED);
    } else {
      body.loop().execute(() -> body.replicator.replicate(session, position.sequence(), level));
    }
  }

  private synchronized void settleNonce(Change change) {
    if (change.nonce().equals(newNonce)) {
      newNonce = OptionalLong.empty();
    }
  }

  /** Whether this request saw a value that another one has set and not yet sent. */
  private synchronized boolean hasReadUnstamped() {
    return read.entrySet().stream()
        .anyMatch(seen -> !cell.isStamped(seen.getKey(), seen.getValue()));
  }
}
