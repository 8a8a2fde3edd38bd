package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectMemoryLimitTest {
  @Test
  void itIsWhatTheOptionSays() {
    assertThat(DirectMemoryLimit.bytes(64L << 20, 1L << 30)).isEqualTo(64L << 20);
  }

  @Test
  void itIsTheLargestHeapWhenTheOptionIsNotSet() {
    assertThat(DirectMemoryLimit.bytes(0, 1L << 30)).isEqualTo(1L << 30);
  }

  @Test
  void aStoreLeavesAQuarterOfItToOthers() {
    try (var store = new DirectMemoryBackupStore()) {
      assertThat(store.mostBytes()).isEqualTo(DirectMemoryLimit.bytes() / 4 * 3);
    }
  }
}
