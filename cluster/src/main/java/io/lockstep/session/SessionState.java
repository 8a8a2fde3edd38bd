package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.Position;
import io.lockstep.session.document.DocumentTree;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.SessionContent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session's replicated content, the same at the owner and in a backup: bytes, never classes. Not
 * thread-safe; times are those of the local loop's monotonic clock.
 */
final class SessionState {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Attributes attributes;
  private final Map<String, Long> sequences = new HashMap<>();
  final Map<String, DocumentTree> documents = new LinkedHashMap<>();
  final long createdMs;
  long accessedNanos;

  /** Zero: it never expires. */
  long maxInactiveMs;

  long nonce;
  boolean ended;
  SessionOptions options = SessionOptions.NONE;
  Lineage lineage;
  private long bytes;

  /** Without content yet, in memory. */
  SessionState(long createdMs, long accessedNanos, long maxInactiveMs, long nonce) {
    this(createdMs, accessedNanos, maxInactiveMs, nonce, new HeapAttributes());
  }

  private SessionState(
      long createdMs, long accessedNanos, long maxInactiveMs, long nonce, Attributes attributes) {
    this.attributes = attributes;
    this.createdMs = createdMs;
    this.accessedNanos = accessedNanos;
    this.maxInactiveMs = maxInactiveMs;
    this.nonce = nonce;
    this.lineage = Lineage.NONE;
  }

  /** In memory. */
  static SessionState of(SessionContent content, long nowNanos) {
    return of(content, nowNanos, new HeapAttributes());
  }

  /**
   * Puts the attributes there.
   *
   * @param attributes none yet; none are left when it throws
   * @throws BackupStoreException when they cannot be stored
   */
  static SessionState of(SessionContent content, long nowNanos, Attributes attributes) {
    var state =
        new SessionState(
            content.getCreatedMs(),
            nowNanos - content.getAccessAgeMs() * NANOS_PER_MILLI,
            content.getMaxInactiveMs(),
            content.getNonce(),
            attributes);
    try {
      state.take(content);
    } catch (RuntimeException | Error e) {
      attributes.release();
      throw e;
    }
    return state;
  }

  private void take(SessionContent content) {
    ended = content.getEnded();
    options = SessionOptions.of(content.getOptions());
    lineage = Lineage.of(content.getLineageList());
    content.getAttributesMap().forEach(this::put);
    sequences.putAll(content.getAttributeSequencesMap());
    content
        .getDocumentsMap()
        .forEach((name, document) -> documents.put(name, DocumentTree.of(document)));
  }

  Attributes attributes() {
    return attributes;
  }

  /**
   * Takes the attributes out of the store, if they are in one.
   *
   * @throws BackupStoreException when it has them no more; nothing has changed then
   */
  void moveToMemory() {
    Attributes before = attributes;
    attributes = before.inMemory();
    if (attributes != before) {
      before.release();
    }
  }

  /** Takes the attributes off the store, if they are in one; the state is of no use any more. */
  void release() {
    attributes.release();
  }

  /** Everything but who holds it under which epoch. */
  SessionContent.Builder toContent(Position position, long nowNanos) {
    SessionContent.Builder content = contentWithoutDocuments(position, nowNanos);
    documents.forEach((name, document) -> content.putDocuments(name, document.toContent()));
    return content;
  }

  /** What a digest of it is made of. */
  ContentDigest.Subject digested(Position position, long nowNanos) {
    var digests = new TreeMap<String, Long>();
    documents.forEach((name, document) -> digests.put(name, document.digest()));
    return new ContentDigest.Subject(contentWithoutDocuments(position, nowNanos), digests);
  }

  private SessionContent.Builder contentWithoutDocuments(Position position, long nowNanos) {
    return SessionContent.newBuilder()
        .setEpoch(Epochs.toWire(position.epoch()))
        .setSequence(position.sequence())
        .setCreatedMs(createdMs)
        .setAccessAgeMs(Math.max(0, (nowNanos - accessedNanos) / NANOS_PER_MILLI))
        .setMaxInactiveMs(maxInactiveMs)
        .setNonce(nonce)
        .setEnded(ended)
        .setOptions(options.toWire())
        .putAllAttributes(attributes.all())
        .putAllAttributeSequences(sequences)
        .addAllLineage(lineage.toWire());
  }

  /** Which sequence the document's next change has. */
  long nextOf(DocumentChange.Builder change) {
    DocumentTree document = documents.get(change.getDocument());
    return document == null ? 1 : document.sequence() + 1;
  }

  /**
   * Applies what a request changed.
   *
   * @throws IllegalArgumentException when a document's change does not follow from what is here;
   *     nothing but documents is changed then, and those are of no use any more
   * @throws BackupStoreException when its values cannot be stored; nothing is changed then
   */
  void apply(Batch batch, long nowNanos) {
    // Nothing is kept of a session that ends.
    List<AttributeChange> changes = batch.getEnded() ? List.of() : batch.getChangesList();
    attributes.prepare(changes);
    batch.getDocumentsList().forEach(this::apply);
    for (AttributeChange change : changes) {
      if (change.hasValue()) {
        put(change.getName(), change.getValue());
        sequences.put(change.getName(), batch.getSequence());
      } else {
        remove(change.getName());
      }
    }
    if (batch.hasMaxInactiveMs()) {
      maxInactiveMs = batch.getMaxInactiveMs();
    }
    if (batch.hasAccessAgeMs()) {
      accessedNanos = Math.max(accessedNanos, nowNanos - batch.getAccessAgeMs() * NANOS_PER_MILLI);
    }
    if (batch.hasOptions()) {
      options = SessionOptions.of(batch.getOptions());
    }
    if (batch.hasNonce()) {
      nonce = batch.getNonce();
    }
    if (batch.getEnded()) {
      ended = true;
      attributes.clear();
      sequences.clear();
      documents.clear();
      bytes = 0;
    }
  }

  private void apply(DocumentChange change) {
    if (change.getRemoved()) {
      documents.remove(change.getDocument());
      return;
    }
    DocumentTree document =
        change.hasContent()
            ? DocumentTree.of(change.getContent())
            : documents.get(change.getDocument());
    if (document == null) {
      throw new IllegalArgumentException("a change of a document that is not there");
    }
    document.apply(change);
    documents.put(change.getDocument(), document);
  }

  private void put(String name, ByteString value) {
    remove(name);
    attributes.put(name, value);
    bytes += name.length() + value.size();
  }

  /** Which of the session's changes has set the attribute; 0 when there is none of that name. */
  long sequenceOf(String name) {
    return sequences.getOrDefault(name, 0L);
  }

  private void remove(String name) {
    sequences.remove(name);
    int old = attributes.remove(name);
    if (old != Attributes.NONE) {
      bytes -= name.length() + old;
    }
  }

  /** About what all documents take. */
  long documentBytes() {
    return documents.values().stream().mapToLong(DocumentTree::bytes).sum();
  }

  /** The size of the attributes' names and values. */
  long bytes() {
    return bytes;
  }

  long idleMs(long nowNanos) {
    return Math.max(0, (nowNanos - accessedNanos) / NANOS_PER_MILLI);
  }

  /** Counts the session as used now when its time ran out less than the grace ago. */
  void forgiveIdleness(long graceMs, long nowNanos) {
    if (isExpired(nowNanos) && idleMs(nowNanos) - maxInactiveMs <= graceMs) {
      accessedNanos = nowNanos;
    }
  }

  boolean isExpired(long nowNanos) {
    return maxInactiveMs > 0 && idleMs(nowNanos) > maxInactiveMs;
  }
}
