package io.lockstep.testkit.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.session.BackupStore;
import io.lockstep.session.DirectMemoryBackupStore;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectMemoryBackupStoreTest extends BackupStoreContract {
  private static final int MEGABYTE = 1 << 20;

  @Override
  protected BackupStore create() {
    return new DirectMemoryBackupStore();
  }

  private static long usedBytes(DirectMemoryBackupStore store) {
    return store.takenBytes() - store.freeBytes();
  }

  @ParameterizedTest
  @CsvSource({"0,128", "1,128", "120,128", "121,256", "244,256", "245,384", "368,384", "369,512"})
  void aValueTakesWholeBlocks(int length, long taken) {
    try (var store = new DirectMemoryBackupStore()) {
      long number = store.put(ByteBuffer.allocate(length));
      assertThat(usedBytes(store)).isEqualTo(taken);
      store.remove(number);
      assertThat(usedBytes(store)).isZero();
    }
  }

  @Test
  void takesNothingBeforeTheFirstValue() {
    try (var store = new DirectMemoryBackupStore()) {
      assertThat(store.takenBytes()).isZero();
    }
  }

  @Test
  void usesFreedMemoryAgain() {
    try (var store = new DirectMemoryBackupStore()) {
      for (int i = 0; i < 1000; i++) {
        long small = store.put(ByteBuffer.allocate(i));
        long large = store.put(ByteBuffer.allocate(MEGABYTE));
        store.remove(small);
        store.remove(large);
      }
      assertThat(store.takenBytes()).isEqualTo(2L * MEGABYTE);
    }
  }

  @Test
  void refusesWhatDoesNotFitAndGoesOn() {
    try (var store = new DirectMemoryBackupStore(2L * MEGABYTE)) {
      long number = store.put(ByteBuffer.allocate(MEGABYTE));
      assertThatThrownBy(() -> store.put(ByteBuffer.allocate(MEGABYTE)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("2097152 bytes are taken");
      long small = store.put(ByteBuffer.allocate(1000));
      store.remove(number);
      store.remove(small);
      assertThat(usedBytes(store)).isZero();
      assertThat(store.get(store.put(ByteBuffer.allocate(MEGABYTE)))).hasSize(MEGABYTE);
    }
  }

  @Test
  void needsRoomForSomething() {
    assertThatThrownBy(() -> new DirectMemoryBackupStore(MEGABYTE - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed is at least 1048576");
  }

  @Test
  void hasNothingOnceItIsClosed() {
    var store = new DirectMemoryBackupStore();
    store.put(ByteBuffer.allocate(10));
    store.close();
    assertThat(store.takenBytes()).isZero();
    assertThatThrownBy(() -> store.put(ByteBuffer.allocate(10)))
        .isInstanceOf(IllegalStateException.class);
  }
}
