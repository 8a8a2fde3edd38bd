package io.lockstep.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OnceOnlyTest {
  private final OnceOnly entries = new OnceOnly();

  @Property(tries = 200)
  void whateverComesPassesOnce(@ForAll List<@LongRange(min = 1, max = 50) Long> coming) {
    var once = new OnceOnly();
    Set<Long> passed = new HashSet<>();
    for (long sequence : coming) {
      assertThat(once.passes(sequence)).isEqualTo(passed.add(sequence));
    }
  }

  @Test
  void oneThatIsLateStillPasses() {
    assertThat(LongStream.rangeClosed(2, 1000).allMatch(entries::passes)).isTrue();
    assertThat(entries.passes(1)).isTrue();
    assertThat(entries.passes(1)).isFalse();
  }

  @Test
  void oneThatIsFarTooLateDoesNotPass() {
    long last = OnceOnly.MOST_BEYOND + 2;
    assertThat(LongStream.rangeClosed(2, last).allMatch(entries::passes)).isTrue();
    assertThat(entries.passes(1)).isFalse();
    assertThat(LongStream.rangeClosed(2, last).noneMatch(entries::passes)).isTrue();
    assertThat(entries.passes(last + 1)).isTrue();
  }

  @Test
  void whatHasNoNumberDoesNotPass() {
    assertThat(entries.passes(0)).isFalse();
    assertThat(entries.passes(-1)).isFalse();
  }
}
