package io.lockstep.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One version of an entry, or the tombstone of a removed one. Key and value lie in one array: a
 * store may hold millions of these.
 */
final class StoredEntry {
  private static final int REMOVED = -1;

  private final byte[] bytes;
  private final int keyLength;
  private final int valueLength;
  private final long clock;
  private final long source;
  private final long sequence;
  private final long expiresMs;
  private volatile @Nullable Object value;

  private StoredEntry(
      byte[] bytes,
      int keyLength,
      int valueLength,
      long clock,
      long source,
      long sequence,
      long expiresMs) {
    this.bytes = bytes;
    this.keyLength = keyLength;
    this.valueLength = valueLength;
    this.clock = clock;
    this.source = source;
    this.sequence = sequence;
    this.expiresMs = expiresMs;
  }

  /** An entry that was serialised, and has not got its version yet. */
  static final class Draft {
    private final byte[] bytes;
    private final int keyLength;
    private final Object value;
    private final long expiresMs;

    Draft(byte[] key, byte[] valueBytes, Object value, long expiresMs) {
      this.bytes = joined(key, valueBytes);
      this.keyLength = key.length;
      this.value = value;
      this.expiresMs = expiresMs;
    }

    int size() {
      return bytes.length;
    }
  }

  private static byte[] joined(byte[] key, byte[] value) {
    byte[] bytes = Arrays.copyOf(key, key.length + value.length);
    System.arraycopy(value, 0, bytes, key.length, value.length);
    return bytes;
  }

  static StoredEntry of(Draft draft, long clock, long source, long sequence) {
    var entry =
        new StoredEntry(
            draft.bytes,
            draft.keyLength,
            draft.bytes.length - draft.keyLength,
            clock,
            source,
            sequence,
            draft.expiresMs);
    entry.value = draft.value;
    return entry;
  }

  /** What another node put. */
  static StoredEntry received(
      byte[] key, byte[] value, long clock, long source, long sequence, long expiresMs) {
    return new StoredEntry(
        joined(key, value), key.length, value.length, clock, source, sequence, expiresMs);
  }

  static StoredEntry tombstone(byte[] key, long clock, long source, long sequence) {
    return new StoredEntry(key, key.length, REMOVED, clock, source, sequence, 0);
  }

  /** The tombstone of this entry. */
  StoredEntry removed(long newClock, long newSource, long newSequence) {
    return tombstone(Arrays.copyOf(bytes, keyLength), newClock, newSource, newSequence);
  }

  boolean isTombstone() {
    return valueLength == REMOVED;
  }

  /** Whether this version stays when both are of one key. */
  boolean isNewerThan(StoredEntry other) {
    int byClock = Long.compare(clock, other.clock);
    return byClock != 0 ? byClock > 0 : Long.compareUnsigned(source, other.source) > 0;
  }

  /** Whether it ends by itself. */
  boolean isTimed() {
    return expiresMs != 0;
  }

  boolean isOverAt(long nowMs) {
    return expiresMs != 0 && expiresMs <= nowMs;
  }

  /** The value as an object, once it was put here or read. */
  @Nullable Object value() {
    return value;
  }

  void keep(Object object) {
    value = object;
  }

  byte[] valueBytes() {
    return Arrays.copyOfRange(bytes, keyLength, bytes.length);
  }

  ByteString wireKey() {
    return UnsafeByteOperations.unsafeWrap(bytes, 0, keyLength);
  }

  ByteString wireValue() {
    return UnsafeByteOperations.unsafeWrap(bytes, keyLength, valueLength);
  }

  int size() {
    return bytes.length;
  }

  long clock() {
    return clock;
  }

  long source() {
    return source;
  }

  long sequence() {
    return sequence;
  }

  long expiresMs() {
    return expiresMs;
  }
}
