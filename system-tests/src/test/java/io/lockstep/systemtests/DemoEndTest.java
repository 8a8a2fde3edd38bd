package io.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a demo ends, its processes end with it, and its files go. */
class DemoEndTest {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(15);

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "builtin"})
  void leavesNothingWhenItIsKilled(String balancer) throws Exception {
    if (balancer.equals("haproxy")) {
      Haproxy.assumeInstalled();
    }
    try (var demo = LockstepProcess.start("demo", "--balancer", balancer)) {
      demo.awaitLine("console", START);

      demo.kill();

      assertThat(demo.started()).isGreaterThanOrEqualTo(5);
      await().atMost(END).untilAsserted(() -> assertThat(demo.left()).isEmpty());
      await().atMost(END).until(() -> WorkDirectories.of(demo.pid()).isEmpty());
    }
  }

  @Test
  void doesNotDisturbAnotherDemo() throws Exception {
    try (var one = LockstepProcess.start("demo", "--servers", "2", "--balancer", "builtin");
        var other = LockstepProcess.start("demo", "--servers", "2", "--balancer", "builtin")) {
      one.awaitLine("console", START);
      other.awaitLine("console", START);
      one.interrupt();

      assertThat(one.exitStatus(END)).isEqualTo(130);
      other.awaitLine("passed   without Lockstep the problem shows", START);
      assertThat(one.text()).contains("found each other: 2 members");
      assertThat(other.text()).contains("found each other: 2 members");
      other.interrupt();
      assertThat(other.exitStatus(END)).isEqualTo(130);
    }
  }

  @Test
  void leavesNothingWhenItIsInterrupted() throws Exception {
    try (var demo = LockstepProcess.start("demo", "--servers", "2")) {
      demo.awaitLine("console", START);

      demo.interrupt();

      assertThat(demo.exitStatus(END)).isEqualTo(130);
      assertThat(demo.left()).isEmpty();
      assertThat(WorkDirectories.of(demo.pid())).isEmpty();
      assertThat(demo.text()).doesNotContain("Exception", "\tat ");
    }
  }
}
