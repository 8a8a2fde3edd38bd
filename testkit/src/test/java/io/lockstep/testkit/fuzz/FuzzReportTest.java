package io.lockstep.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FuzzReportTest {
  private static final byte[] INPUT = {1, 2};

  private final FuzzReport report = new FuzzReport();
  private byte[] kept = {};

  @Test
  void anInputThatThrowsIsAViolationWithItsBytes() {
    report.measure(
        "kind",
        INPUT,
        () -> {
          throw new StackOverflowError("on purpose");
        });
    assertThat(report.violations()).singleElement().asString().contains("on purpose", "0102");
  }

  @Test
  void anInputThatCostsMoreThanItMayIsAViolation() {
    int most = (int) FrameFuzz.mostBytes(INPUT.length);
    report.measure("kind", INPUT, () -> kept = new byte[most]);
    assertThat(kept).hasSize(most);
    assertThat(report.violations()).singleElement().asString().contains("allocated", "0102");
    assertThat(report.largestAllocation()).isGreaterThan(most);
  }

  @Test
  void anInputThatKeepsTheRulesIsOnlyCounted() {
    report.measure("kind", INPUT, () -> {});
    assertThat(report.violations()).isEmpty();
    assertThat(report.kinds()).containsEntry("kind", 1L);
    assertThat(report.current()).isNull();
  }
}
