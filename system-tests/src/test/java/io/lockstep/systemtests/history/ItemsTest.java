package io.lockstep.systemtests.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ItemsTest {
  @ParameterizedTest
  @MethodSource
  void readsWhatItWrites(List<String> items) {
    assertThat(Items.read(Items.write(items))).isEqualTo(items);
  }

  static List<List<String>> readsWhatItWrites() {
    return List.of(
        List.of(),
        List.of("1"),
        List.of("1", "2", "3", "5", "6", "9"),
        List.of("3", "2", "1"),
        List.of("4", "4", "5"),
        List.of("assam~7-2-1", "1", "2"));
  }
}
