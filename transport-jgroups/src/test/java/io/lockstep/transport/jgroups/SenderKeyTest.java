package io.lockstep.transport.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SenderKeyTest {
  private final SenderKey sender = new SenderKey(new SecretKeySpec(new byte[32], "AES"));

  @Test
  void eachMessageIsNewOnceInWhateverOrderTheyCome() {
    List<Long> numbers = new ArrayList<>(LongStream.rangeClosed(1, 8_000).boxed().toList());
    Collections.shuffle(numbers, new Random(1));

    assertThat(numbers).allMatch(sender::isNew);
    assertThat(numbers).noneMatch(sender::isNew);
  }

  @Test
  void whatIsTooOldToBeKnownIsRefused() {
    assertThat(sender.isNew(100_000)).isTrue();

    assertThat(sender.isNew(1)).isFalse();
    assertThat(sender.isNew(99_999)).isTrue();
    assertThat(sender.isNew(100_001)).isTrue();
    assertThat(sender.isNew(99_999)).isFalse();
  }

  @Test
  void numbersThatWereSkippedAreStillNew() {
    assertThat(sender.isNew(1)).isTrue();
    assertThat(sender.isNew(5)).isTrue();
    assertThat(sender.isNew(8_300)).isTrue();

    assertThat(sender.isNew(8_200)).isTrue();
    assertThat(sender.isNew(200)).isTrue();
    assertThat(sender.isNew(5)).isFalse();
  }
}
