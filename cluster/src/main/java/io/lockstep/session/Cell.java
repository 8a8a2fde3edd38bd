package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.document.DocumentTree;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import io.lockstep.wire.proto.SessionContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session at its owner: the one place where application threads and the node's loop meet. Two
 * kinds of step touch it, each short and under its lock, in which nothing waits and nothing is
 * serialised: application threads {@link #stamp}, the loop makes transitions.
 *
 * <p>A stamp takes the sequence, applies the change and queues the batch in one step, so that no
 * two threads can reorder a session's batches.
 */
final class Cell {
  private static final Logger log = LoggerFactory.getLogger(Cell.class);
  private static final int MOST_QUEUED = 10_000;

  /** What was changed in a session's documents, and waits for a stamp. Must not wait. */
  interface PendingDocuments {
    /** Of a session without documents. */
    PendingDocuments NONE =
        new PendingDocuments() {
          @Override
          public boolean isPending() {
            return false;
          }

          @Override
          public List<DocumentChange.Builder> take() {
            return List.of();
          }

          @Override
          public void loseTrack() {}
        };

    boolean isPending();

    /** Takes out all that is changed, of each document in the order made; without sequences. */
    List<DocumentChange.Builder> take();

    /** What was taken out does not fit: all is to be sent whole again. */
    void loseTrack();
  }

  /** Who may use the cell. */
  enum Phase {
    /** This node owns the session. */
    OWNED,
    /** Running requests may end, new ones wait: the session is about to go to another node. */
    DRAINING,
    /** This node owns the session no longer. */
    GONE
  }

  final SessionKey key;
  private final ByteString keyBytes;
  private final SessionState state;
  private final Map<String, Long> stampedVersions = new HashMap<>();
  private final ArrayDeque<Batch> queue = new ArrayDeque<>();
  private Position position;
  private Phase phase = Phase.OWNED;
  private int uses;
  private long replicatedAccessNanos;

  private boolean passivating;
  private long passivatesUntilNanos;

  /** Up to where the backups have everything, or -1 while the session is not protected. */
  private volatile long protectedSequence = -1;

  /** Up to where they had everything at any time: what was lost of that was not lost here. */
  private volatile long everProtected;

  private volatile Set<NodeId> backups = Set.of();

  /**
   * A session to be owned here.
   *
   * @param replicatedAccessNanos the last use that the backups know of
   */
  Cell(SessionKey key, SessionState state, Position position, long replicatedAccessNanos) {
    this.key = key;
    this.keyBytes = key.bytes();
    this.state = state;
    this.position = position;
    this.replicatedAccessNanos = replicatedAccessNanos;
  }

  // ---- application threads ----

  /** What a request finds when it joins. */
  enum Entry {
    JOINED,
    /** The id is not, or no longer, this session's. */
    UNKNOWN,
    /** It has ended here, or its time has run out. */
    OVER,
    /** Not to be served from here, or not now. */
    ELSEWHERE,
    /** Its objects are becoming bytes: in a moment. */
    PASSIVATING
  }

  /**
   * Joins the session for one request.
   *
   * @param nonce the id's nonce
   * @param knownEpoch the highest epoch counter the client has seen
   */
  synchronized Entry enter(long nonce, long knownEpoch, long nowNanos) {
    if (phase != Phase.OWNED || knownEpoch > position.epoch().counter()) {
      return Entry.ELSEWHERE;
    }
    if (state.nonce != nonce) {
      return Entry.UNKNOWN;
    }
    if (state.ended || (uses == 0 && state.isExpired(nowNanos))) {
      return Entry.OVER;
    }
    if (isPassivating(nowNanos)) {
      return Entry.PASSIVATING;
    }
    passivating = false;
    uses++;
    return Entry.JOINED;
  }

  synchronized void exit(long nowNanos) {
    uses--;
    state.accessedNanos = Math.max(state.accessedNanos, nowNanos);
  }

  /**
   * Marks the session as used now. Returns when it was used before, as a time of the loop's clock.
   */
  synchronized long touch(long nowNanos) {
    long before = state.accessedNanos;
    state.accessedNanos = nowNanos;
    return before;
  }

  /** Whether the backups last heard of a use more than a tenth of the inactive interval ago. */
  synchronized boolean owesAccessTime(long nowNanos) {
    return state.maxInactiveMs > 0
        && (nowNanos - replicatedAccessNanos) / 1_000_000 >= state.maxInactiveMs / 10;
  }

  /** Whether a request that has been running for long owes the backups the access time. */
  synchronized boolean isUsedSilently(long nowNanos) {
    return uses > 0 && phase == Phase.OWNED && owesAccessTime(nowNanos);
  }

  /** As {@link #stamp(Change, PendingDocuments, long)}, of nothing in documents. */
  @Nullable Position stamp(Change change, long nowNanos) {
    return stamp(change, PendingDocuments.NONE, nowNanos);
  }

  /**
   * Gives the change, and all that was changed in documents until now, the next sequence, applies
   * it, and queues its batch.
   *
   * @return the position after it, or, when nothing is left to change, the present one; null when
   *     this node does not own the session any more, too much is queued, or the session would be
   *     too large to be copied, and nothing has changed
   */
  synchronized @Nullable Position stamp(Change change, PendingDocuments documents, long nowNanos) {
    if (phase == Phase.GONE || queue.size() >= MOST_QUEUED || isTooLargeWith(change)) {
      return null;
    }
    Change current = change.with(newest(change.attributes()));
    if (state.ended || (current.isEmpty() && !documents.isPending())) {
      return position;
    }
    Position next = position.next();
    Batch.Builder batch =
        current
            .toBatch()
            .setSession(keyBytes)
            .setEpoch(Epochs.toWire(next.epoch()))
            .setSequence(next.sequence());
    documents.take().forEach(each -> batch.addDocuments(each.setSequence(state.nextOf(each))));
    Batch stamped = batch.build();
    try {
      state.apply(stamped, nowNanos);
    } catch (IllegalArgumentException e) {
      // Documents come first: of the rest nothing is applied.
      log.error("Session {}: its documents are sent whole again", key, e);
      documents.loseTrack();
      return null;
    }
    current.attributes().forEach(each -> stampedVersions.put(each.name(), each.version()));
    position = next;
    if (current.touches()) {
      replicatedAccessNanos = nowNanos;
    }
    queue.add(stamped);
    return position;
  }

  /** Each request checks what it sets itself; several at once may still be too much together. */
  private boolean isTooLargeWith(Change change) {
    long growth = 0;
    for (Change.Attribute attribute : change.attributes()) {
      ByteString value = attribute.value();
      growth += (value == null ? 0 : attribute.name().length() + value.size());
      growth -= bytesOf(attribute.name());
    }
    return growth > 0 && state.bytes() + growth > ServerSession.MAX_BYTES;
  }

  /** Leaves out what a later change of the same attribute has overtaken. */
  private List<Change.Attribute> newest(List<Change.Attribute> attributes) {
    var newest = new ArrayList<Change.Attribute>();
    for (Change.Attribute attribute : attributes) {
      Long stamped = stampedVersions.get(attribute.name());
      if (stamped == null || stamped < attribute.version()) {
        newest.add(attribute);
      }
    }
    return newest;
  }

  /** Whether this version of the attribute, or a later one, is stamped. */
  synchronized boolean isStamped(String name, long version) {
    Long stamped = stampedVersions.get(name);
    return version == 0 || (stamped != null && stamped >= version);
  }

  synchronized @Nullable ByteString attribute(String name) {
    return state.attributes().get(name);
  }

  /** How many bytes the attribute takes with its name; 0 when there is none. */
  synchronized long bytesOf(String name) {
    int size = state.attributes().sizeOf(name);
    return size == Attributes.NONE ? 0 : name.length() + size;
  }

  synchronized Set<String> attributeNames() {
    return Set.copyOf(state.attributes().names());
  }

  /** The document as it was stamped last; null when there is none. */
  synchronized @Nullable DocumentContent document(String name) {
    DocumentTree document = state.documents.get(name);
    return document == null ? null : document.toContent();
  }

  synchronized Set<String> documentNames() {
    return Set.copyOf(state.documents.keySet());
  }

  /** How many bytes the document takes; 0 when there is none. */
  synchronized long documentBytes(String name) {
    DocumentTree document = state.documents.get(name);
    return document == null ? 0 : document.bytes();
  }

  /** How many bytes all documents take. */
  synchronized long documentBytes() {
    return state.documentBytes();
  }

  synchronized Position position() {
    return position;
  }

  synchronized long nonce() {
    return state.nonce;
  }

  synchronized boolean isEnded() {
    return state.ended;
  }

  synchronized long maxInactiveMs() {
    return state.maxInactiveMs;
  }

  synchronized SessionOptions options() {
    return state.options;
  }

  long createdMs() {
    return state.createdMs;
  }

  /** Whether every backup has everything up to the sequence. */
  boolean isProtected(long sequence) {
    return protectedSequence >= sequence;
  }

  Set<NodeId> backups() {
    return backups;
  }

  long everProtected() {
    return everProtected;
  }

  boolean claimsProtection() {
    return protectedSequence >= 0;
  }

  // ---- the worker that passivates ----

  /**
   * Keeps requests out, if none is there, and none was since the given time.
   *
   * @param untilNanos until when: a listener that does not return is not waited for
   */
  synchronized boolean beginPassivation(long idleSinceNanos, long nowNanos, long untilNanos) {
    passivating =
        phase == Phase.OWNED
            && uses == 0
            && !state.ended
            && !state.isExpired(nowNanos)
            && state.accessedNanos - idleSinceNanos <= 0;
    passivatesUntilNanos = untilNanos;
    return passivating;
  }

  private boolean isPassivating(long nowNanos) {
    return passivating && nowNanos - passivatesUntilNanos < 0;
  }

  /** Runs the step unless a request has come in; it must not wait. Returns whether it ran. */
  synchronized boolean whilePassivating(Runnable step) {
    boolean goesOn = passivating && phase == Phase.OWNED && !state.ended;
    if (goesOn) {
      step.run();
    }
    return goesOn;
  }

  synchronized void endPassivation() {
    passivating = false;
  }

  // ---- the loop ----

  void publish(long newProtectedSequence, Set<NodeId> newBackups) {
    protectedSequence = newProtectedSequence;
    everProtected = Math.max(everProtected, newProtectedSequence);
    backups = newBackups;
  }

  /** The batches stamped since the last call, in their order. */
  synchronized List<Batch> drain() {
    List<Batch> drained = List.copyOf(queue);
    queue.clear();
    return drained;
  }

  /**
   * Goes on under a higher epoch. What is queued under the old one is dropped: raising is followed
   * by whole copies.
   */
  synchronized void raise(Epoch epoch) {
    state.lineage = state.lineage.then(position);
    position = new Position(epoch, position.sequence());
    queue.clear();
  }

  synchronized void setPhase(Phase next) {
    phase = next;
    if (next == Phase.GONE) {
      protectedSequence = -1;
      queue.clear();
    }
  }

  synchronized Phase phase() {
    return phase;
  }

  synchronized int uses() {
    return uses;
  }

  /** Whether neither a request nor a passivation is under way. */
  synchronized boolean isIdle(long nowNanos) {
    return uses == 0 && !isPassivating(nowNanos);
  }

  /** When the session was used last, as a time of the loop's clock. */
  synchronized long accessedNanos() {
    return state.accessedNanos;
  }

  /** Content and position, taken in one step. */
  synchronized SessionContent.Builder content(long nowNanos) {
    return state.toContent(position, nowNanos);
  }

  /** Looks at content and position in one step; what looks must not keep the content. */
  synchronized <T> T inspect(BiFunction<SessionState, Position, T> inspection) {
    return inspection.apply(state, position);
  }

  /** What a digest of content and position is made of, taken in one step. */
  synchronized ContentDigest.Subject digested(long nowNanos) {
    return state.digested(position, nowNanos);
  }

  /** The past, ending with the present position. */
  synchronized Lineage lineage() {
    return state.lineage.then(position);
  }

  synchronized boolean isExpired(long nowNanos) {
    return !state.ended && isIdle(nowNanos) && state.isExpired(nowNanos);
  }

  synchronized long idleMs(long nowNanos) {
    return state.idleMs(nowNanos);
  }

  synchronized long bytes() {
    return state.bytes();
  }

  synchronized int attributeCount() {
    return state.attributes().names().size();
  }
}
