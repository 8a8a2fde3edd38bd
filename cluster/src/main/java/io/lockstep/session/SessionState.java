package io.lockstep.session;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.Position;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.SessionContent;
import java.util.HashMap;
import java.util.Map;

/**
 * A session's replicated content, the same at the owner and in a backup: bytes, never classes. Not
 * thread-safe; times are those of the local loop's monotonic clock.
 */
final class SessionState {
  private static final long NANOS_PER_MILLI = 1_000_000;

  final Map<String, ByteString> attributes = new HashMap<>();
  final long createdMs;
  long accessedNanos;

  /** Zero: it never expires. */
  long maxInactiveMs;

  long nonce;
  boolean ended;
  Lineage lineage;
  private long bytes;

  SessionState(long createdMs, long accessedNanos, long maxInactiveMs, long nonce) {
    this.createdMs = createdMs;
    this.accessedNanos = accessedNanos;
    this.maxInactiveMs = maxInactiveMs;
    this.nonce = nonce;
    this.lineage = Lineage.NONE;
  }

  static SessionState of(SessionContent content, long nowNanos) {
    var state =
        new SessionState(
            content.getCreatedMs(),
            nowNanos - content.getAccessAgeMs() * NANOS_PER_MILLI,
            content.getMaxInactiveMs(),
            content.getNonce());
    state.ended = content.getEnded();
    state.lineage = Lineage.of(content.getLineageList());
    content.getAttributesMap().forEach(state::put);
    return state;
  }

  /** Everything but who holds it under which epoch. */
  SessionContent.Builder toContent(Position position, long nowNanos) {
    return SessionContent.newBuilder()
        .setEpoch(Epochs.toWire(position.epoch()))
        .setSequence(position.sequence())
        .setCreatedMs(createdMs)
        .setAccessAgeMs(Math.max(0, (nowNanos - accessedNanos) / NANOS_PER_MILLI))
        .setMaxInactiveMs(maxInactiveMs)
        .setNonce(nonce)
        .setEnded(ended)
        .putAllAttributes(attributes)
        .addAllLineage(lineage.toWire());
  }

  void apply(Batch batch, long nowNanos) {
    for (AttributeChange change : batch.getChangesList()) {
      if (change.hasValue()) {
        put(change.getName(), change.getValue());
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
    if (batch.hasNonce()) {
      nonce = batch.getNonce();
    }
    if (batch.getEnded()) {
      ended = true;
      attributes.clear();
      bytes = 0;
    }
  }

  private void put(String name, ByteString value) {
    remove(name);
    attributes.put(name, value);
    bytes += name.length() + value.size();
  }

  private void remove(String name) {
    ByteString old = attributes.remove(name);
    if (old != null) {
      bytes -= name.length() + old.size();
    }
  }

  /** The size of names and values. */
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
