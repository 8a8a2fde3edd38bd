package io.lockstep.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** As {@code benchmarks/run fuzz} does with ten million inputs. */
class FrameFuzzTest {
  private static final Path GOLDEN = Path.of("../kernel/src/test/resources/golden/1");
  private static final int INPUTS = 50_000;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void noInputBreaksANodeOrCostsMoreThanIsStated() throws Exception {
    var fuzz = new FrameFuzz(1, GOLDEN);
    fuzz.run(INPUTS);
    FuzzReport report = fuzz.report();
    assertThat(report.violations()).isEmpty();
    assertThat(report.inputs()).isEqualTo(INPUTS);
    assertThat(report.outcomes())
        .containsKeys("frames.malformed", "frames.foreign", "messages.unknown-type")
        .containsKeys("objects read", "objects refused");
  }

  @Test
  void theSameSeedGivesTheSameKindsOfInputs() throws Exception {
    var one = new FrameFuzz(7, GOLDEN);
    var other = new FrameFuzz(7, GOLDEN);
    one.run(3_000);
    other.run(3_000);
    assertThat(one.report().kinds()).isEqualTo(other.report().kinds());
  }
}
