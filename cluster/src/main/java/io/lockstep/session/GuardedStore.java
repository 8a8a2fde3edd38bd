package io.lockstep.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what an application's store does wrong from the sessions: whatever it throws is a {@link
 * BackupStoreException}, and so is a value that is not what was put. Each is counted as {@code
 * backups.store-failures}, and told in the log once a minute at the most. The loop's alone.
 */
final class GuardedStore {
  private static final Logger log = LoggerFactory.getLogger(GuardedStore.class);
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final BackupStore store;
  private final EventLoop loop;
  private final Counters counters;
  private @Nullable Long toldNanos;
  private boolean closed;

  /**
   * A value that is kept.
   *
   * @param number the store's
   */
  record Kept(long number, int size, int checksum) {}

  GuardedStore(BackupStore store, EventLoop loop, Counters counters) {
    this.store = store;
    this.loop = loop;
    this.counters = counters;
  }

  /** Puts the value into the store. Throws {@link BackupStoreException}; then nothing is kept. */
  Kept keep(ByteString value) {
    long number = guarded(() -> store.put(value.asReadOnlyByteBuffer()));
    return new Kept(number, value.size(), checksum(value));
  }

  /** Returns the very bytes that were kept, or throws {@link BackupStoreException}. */
  ByteString read(Kept kept) {
    byte[] bytes = guarded(() -> store.get(kept.number));
    ByteString value = bytes == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(bytes);
    if (bytes == null || value.size() != kept.size || checksum(value) != kept.checksum) {
      var failure = new BackupStoreException("it returned other bytes than it was given");
      failed(failure);
      throw failure;
    }
    return value;
  }

  /** Forgets the value. Never throws. */
  void drop(Kept kept) {
    try {
      guarded(
          () -> {
            store.remove(kept.number);
            return true;
          });
    } catch (BackupStoreException e) {
      // It is told, and there is nothing more to be done.
    }
  }

  /** The node has left. What still comes is refused, and not told. */
  void close() {
    try {
      guarded(
          () -> {
            store.close();
            return true;
          });
    } catch (BackupStoreException e) {
      // It is told.
    } finally {
      closed = true;
    }
  }

  private <T> T guarded(Supplier<T> call) {
    if (closed) {
      throw new BackupStoreException("it is closed");
    }
    try {
      return call.get();
    } catch (RuntimeException | Error e) {
      failed(e);
      throw new BackupStoreException("it failed", e);
    }
  }

  private void failed(Throwable cause) {
    counters.increment("backups.store-failures");
    Long before = toldNanos;
    if (before == null || loop.nanoTime() - before > QUIET_NANOS) {
      toldNanos = loop.nanoTime();
      log.warn("The backup store {} fails", store.getClass().getName(), cause);
    }
  }

  private static int checksum(ByteString value) {
    var checksum = new CRC32C();
    checksum.update(value.asReadOnlyByteBuffer());
    return (int) checksum.getValue();
  }
}
