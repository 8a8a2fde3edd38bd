package io.lockstep.session;

import io.lockstep.session.SessionBody.Live;
import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.Replication;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
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

  final SessionBody body;
  private final Cell cell;
  private final Instant lastAccess;
  private final PendingChanges pending;
  private final DocumentsView documents;
  private final Committer committer;
  private final Map<String, Long> read = new HashMap<>();
  private final AtomicBoolean flushIsDue = new AtomicBoolean();

  /** That of the id with which the request came, or of the one that it gave the session. */
  private long ownNonce;

  /** How this request's changes are replicated; null: as those of the session. */
  private @Nullable Replication ofRequest;

  private boolean tellsEnd;
  private boolean detached;

  /**
   * A view for a request that joins now.
   *
   * @param nonce that of the id with which it joins: what another request changes it to, this one
   *     must not tell its client, who may be an attacker that knew the old one
   * @param lastAccessNanos when the session was used before, on the loop's clock
   */
  SessionView(SessionBody body, long nonce, long lastAccessNanos) {
    this.body = body;
    this.cell = body.cell;
    this.pending = new PendingChanges(body);
    this.documents = new DocumentsView(body);
    this.committer = new Committer(this, documents);
    this.ownNonce = nonce;
    long idleNanos = Math.max(0, body.loop().nanoTime() - lastAccessNanos);
    this.lastAccess = body.loop().now().minusNanos(idleNanos);
  }

  // ---- what the application sees ----

  @Override
  public synchronized String id() {
    return body.ids.format(cell.key, ownNonce);
  }

  @Override
  public synchronized boolean hasCurrentId() {
    return pending.hasNonce() || ownNonce == cell.nonce();
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
    return Duration.ofMillis(pending.intervalMs().orElseGet(cell::maxInactiveMs));
  }

  @Override
  public synchronized void setMaxInactiveInterval(Duration interval) {
    checkValid();
    pending.setIntervalMs(Math.max(0, interval.toMillis()));
    changedOutside();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    checkValid();
    Live found = body.find(name, this);
    if (found == null) {
      return null;
    }
    remember(name, found);
    return found.value();
  }

  private synchronized void remember(String name, Live found) {
    if (found.version() > 0 && !found.local()) {
      read.merge(name, found.version(), Math::max);
    }
    pending.got(name, found);
  }

  @Override
  public @Nullable Object setAttribute(String name, Object value) {
    checkValid();
    OptionalInt bytes = bytesOf(name, value);
    bytes.ifPresent(size -> checkSize(name, size));
    Object before = replaced(name);
    change(name, value, bytes);
    return before;
  }

  /** How many bytes the value takes; empty for one that stays on this node. */
  private OptionalInt bytesOf(String name, Object value) {
    try {
      return OptionalInt.of(body.context.codec().serialize(name, value).length);
    } catch (NotSerializableAttributeException e) {
      if (body.context.settings().nonSerializable() == NonSerializable.LOCAL) {
        log.debug("An attribute stays on this node", e);
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private synchronized void checkSize(String name, int bytes) {
    pending.checkSize(name, bytes);
  }

  @Override
  public @Nullable Object removeAttribute(String name) {
    checkValid();
    Object before = replaced(name);
    if (before != null || attributeNames().contains(name)) {
      change(name, null, OptionalInt.of(0));
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

  private synchronized void change(String name, @Nullable Object value, OptionalInt bytes) {
    pending.put(name, body.set(name, value, bytes.isEmpty()), bytes.orElse(0));
    changedOutside();
  }

  @Override
  public Set<String> attributeNames() {
    checkValid();
    return body.names();
  }

  @Override
  public synchronized Replication replication() {
    SessionSettings settings = body.context.settings();
    if (!settings.failover()) {
      return settings.replication();
    }
    Replication chosen = ofRequest == null ? pending.options().replication() : ofRequest;
    return chosen == null ? settings.replication() : chosen;
  }

  @Override
  public synchronized void replicateRequest(Replication replication) {
    ofRequest = Objects.requireNonNull(replication);
  }

  @Override
  public synchronized void setReplication(Replication replication) {
    checkValid();
    pending.setOptions(pending.options().with(Objects.requireNonNull(replication)));
    changedOutside();
  }

  @Override
  public synchronized boolean tracksChanges() {
    return pending.options().tracksChanges();
  }

  @Override
  public synchronized void setTracksChanges(boolean tracks) {
    checkValid();
    pending.setOptions(pending.options().tracking(tracks));
    changedOutside();
  }

  @Override
  public DocumentRegistry documents() {
    checkValid();
    return documents;
  }

  @Override
  public synchronized String changeId() {
    checkValid();
    ownNonce = body.loop().random().nextLong();
    pending.setNonce(ownNonce);
    changedOutside();
    return id();
  }

  @Override
  public void invalidate() {
    checkValid();
    if (!end() && !isTellingEnd()) {
      throw new IllegalStateException("The session is being ended by another request");
    }
  }

  private synchronized boolean isTellingEnd() {
    return tellsEnd;
  }

  /** Tells the listeners and ends the session; false when that has begun before. */
  boolean end() {
    if (!body.beginEnding()) {
      return false;
    }
    synchronized (this) {
      tellsEnd = true;
    }
    try {
      body.events.ending(this);
    } finally {
      body.end();
      synchronized (this) {
        pending.setEnd();
        changedOutside();
      }
    }
    return true;
  }

  private void checkValid() {
    if (!isValid()) {
      throw new IllegalStateException("The session has ended");
    }
  }

  // ---- what goes out ----

  /** The request is over: what changes from now on goes out by itself. */
  void detach() {
    synchronized (this) {
      detached = true;
      if (pending.detach()) {
        changedOutside();
      }
    }
    documents.end();
  }

  /** It sends what was changed in documents, too. */
  void useDocuments() {
    documents.use();
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

  /** Whether anything was changed that is not stamped yet, other than in documents. */
  synchronized boolean hasChanges() {
    return pending.hasChanges();
  }

  /** Sends what changed outside a request; nobody waits for it. */
  void stampNow() {
    committer.stampUnattended(false, "outside a request");
  }

  /** Sends what the request changed last, and its time of access when it is due; nobody waits. */
  void stampLast() {
    committer.stampUnattended(true, "at the end of a request");
  }

  /** Serialises and stamps what changed since the last call. */
  CompletableFuture<ReplicationLevel> commit() {
    return committer.commit();
  }

  /**
   * Serialises what changed since the last call.
   *
   * @throws NotSerializableAttributeException for the first attribute that cannot be sent
   */
  synchronized Change collect(boolean lastOfRequest) {
    return pending.collect(lastOfRequest);
  }

  /** The change was stamped. */
  synchronized void settleNonce(Change change) {
    pending.settleNonce(change);
  }

  /** Whether this request saw a value that another one has set and not yet sent. */
  synchronized boolean hasReadUnstamped() {
    return read.entrySet().stream()
        .anyMatch(seen -> !cell.isStamped(seen.getKey(), seen.getValue()));
  }
}
