package io.lockstep.session;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A store in the heap that fails when a test wants it to. */
final class FlakyStore implements BackupStore {
  final Map<Long, byte[]> values = new HashMap<>();
  boolean refusesPuts;
  boolean refusesGets;
  boolean refusesRemovals;
  boolean alters;
  boolean closed;
  int putsUntilRefusal = Integer.MAX_VALUE;
  private long last;

  @Override
  public long put(ByteBuffer value) {
    if (refusesPuts || putsUntilRefusal-- <= 0) {
      throw new IllegalStateException("full on purpose");
    }
    var bytes = new byte[value.remaining()];
    value.get(bytes);
    values.put(++last, bytes);
    return last;
  }

  @Override
  public byte[] get(long number) {
    if (refusesGets) {
      throw new IllegalStateException("lost on purpose");
    }
    byte[] bytes = Objects.requireNonNull(values.get(number)).clone();
    if (alters) {
      Arrays.fill(bytes, (byte) 'x');
    }
    return bytes;
  }

  @Override
  public void remove(long number) {
    if (refusesRemovals) {
      throw new IllegalStateException("stuck on purpose");
    }
    Objects.requireNonNull(values.remove(number));
  }

  @Override
  public void close() {
    closed = true;
  }
}
