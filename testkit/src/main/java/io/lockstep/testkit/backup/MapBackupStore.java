package io.lockstep.testkit.backup;

import io.lockstep.session.BackupStore;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reference implementation: a map in the heap, which hands out copies, and throws for a number
 * that it does not know. Not thread-safe.
 */
public final class MapBackupStore implements BackupStore {
  private final Map<Long, byte[]> values = new HashMap<>();
  private final BooleanSupplier refuses;
  private long lastNumber;
  private long bytes;

  /** A store that takes everything. */
  public MapBackupStore() {
    this(() -> false);
  }

  /**
   * A store that refuses some values.
   *
   * @param refuses whether to refuse the next one
   */
  public MapBackupStore(BooleanSupplier refuses) {
    this.refuses = refuses;
  }

  /** How many bytes the values have that are kept. */
  public long bytes() {
    return bytes;
  }

  @Override
  public long put(ByteBuffer value) {
    if (refuses.getAsBoolean()) {
      throw new IllegalStateException("refused");
    }
    var copy = new byte[value.remaining()];
    value.get(copy);
    values.put(++lastNumber, copy);
    bytes += copy.length;
    return lastNumber;
  }

  @Override
  public byte[] get(long number) {
    return known(number, values.get(number)).clone();
  }

  @Override
  public void remove(long number) {
    bytes -= known(number, values.remove(number)).length;
  }

  private static byte[] known(long number, byte @Nullable [] value) {
    if (value == null) {
      throw new IllegalArgumentException("no value has the number " + number);
    }
    return value;
  }

  @Override
  public void close() {
    values.clear();
    bytes = 0;
  }
}
