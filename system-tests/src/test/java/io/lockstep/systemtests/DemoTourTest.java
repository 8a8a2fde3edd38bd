package io.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.testkit.broker.PrivateRabbitMq;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo's tour passes, whatever it runs on, and leaves nothing behind. */
class DemoTourTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  @Test
  void passesBehindHaproxy() throws Exception {
    assumeTrue(hasHaproxy(), "HAProxy is not installed");

    assertThatTourPasses("--balancer", "haproxy", "--seed", "1");
  }

  @Test
  void passesBehindTheBuiltinBalancerWithTwoServers() throws Exception {
    assertThatTourPasses("--balancer", "builtin", "--servers", "2", "--seed", "2");
  }

  @Test
  void passesOverARabbitMqOfTheUsersOwn() throws Exception {
    PrivateRabbitMq.assumeInstalled();
    try (var broker = PrivateRabbitMq.start()) {
      assertThatTourPasses("--broker", broker.uri(), "--seed", "3");
    }
  }

  static void assertThatTourPasses(String... options) throws Exception {
    var arguments =
        Stream.concat(Stream.of("demo", "--exit", "--visitors", "60"), Stream.of(options));
    try (var demo = LockstepProcess.start(arguments.toArray(String[]::new))) {
      int status = demo.exitStatus(TIMEOUT);

      var last = demo.out().get(demo.out().size() - 1);
      assertThat(last).as(demo.text()).matches("[1-9][0-9]* passed, 0 failed");
      assertThat(demo.err()).isEmpty();
      assertThat(status).isZero();
      assertThat(demo.started()).isGreaterThanOrEqualTo(4);
      assertThat(demo.left()).isEmpty();
      assertThat(WorkDirectories.of(demo.pid())).isEmpty();
    }
  }

  private static boolean hasHaproxy() {
    return Stream.of("/usr/sbin/haproxy", "/usr/bin/haproxy", "/usr/local/sbin/haproxy")
        .anyMatch(path -> Files.isExecutable(Path.of(path)));
  }
}
