package io.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.testkit.broker.PrivateRabbitMq;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's tour passes, whatever it runs on, and leaves nothing behind. */
class DemoTourTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /** As a newcomer starts it: with 200 visitors. */
  @Test
  void passesAsItIsBehindHaproxy() throws Exception {
    Haproxy.assumeInstalled();

    assertThatTourPasses("--balancer", "haproxy", "--seed", "1");
  }

  @Test
  void passesBehindTheBuiltinBalancerWithTwoServers() throws Exception {
    assertThatTourPasses(
        "--balancer", "builtin", "--servers", "2", "--seed", "2", "--visitors", "60");
  }

  @Test
  void passesBehindHaproxyWithTwoServersAndAsynchronousReplicationOnAPortOfTheUsersOwn()
      throws Exception {
    Haproxy.assumeInstalled();
    var port = Integer.toString(freePort());

    var told =
        assertThatTourPasses(
            "--balancer",
            "haproxy",
            "--servers",
            "2",
            "--replication",
            "async",
            "--port",
            port,
            "--seed",
            "4",
            "--visitors",
            "60");

    assertThat(told).contains("http://127.0.0.1:" + port + "/shop/", "2 servers are up");
    assertThat(told).contains("async replication", "sent ×").doesNotContain("acknowledged ×");
  }

  @Test
  void passesOverARabbitMqOfTheUsersOwn() throws Exception {
    PrivateRabbitMq.assumeInstalled();
    try (var broker = PrivateRabbitMq.start()) {
      assertThatTourPasses("--broker", broker.uri(), "--seed", "3", "--visitors", "60");
    }
  }

  /**
   * The others run over AMQP. UDP, which has most in common with TCP, is left to the fault loop.
   */
  @ParameterizedTest
  @ValueSource(strings = {"jms", "tcp"})
  void passesOverJmsAndTcp(String transport) throws Exception {
    assertThatTourPasses("--transport", transport, "--seed", "5", "--visitors", "60");
  }

  @Test
  void passesInMemoryWithAllServersInOneProcess() throws Exception {
    assertThatTourPasses(0, "--transport", "memory", "--seed", "5", "--visitors", "60");
  }

  private static String assertThatTourPasses(String... options) throws Exception {
    return assertThatTourPasses(4, options);
  }

  private static String assertThatTourPasses(int leastProcesses, String... options)
      throws Exception {
    var arguments = Stream.concat(Stream.of("demo", "--exit"), Stream.of(options));
    try (var demo = LockstepProcess.start(arguments.toArray(String[]::new))) {
      int status = demo.exitStatus(TIMEOUT);

      var last = demo.out().get(demo.out().size() - 1);
      int slow = slowRecoveries(demo);
      assertThat(last).as(demo.text()).matches("[1-9][0-9]* passed, " + slow + " failed");
      assertThat(demo.err()).isEmpty();
      assertThat(status).isEqualTo(slow);
      assertThat(demo.started()).isGreaterThanOrEqualTo(leastProcesses);
      assertThat(demo.left()).isEmpty();
      assertThat(WorkDirectories.of(demo.pid())).isEmpty();
      return demo.text();
    }
  }

  /** How often the one check of time failed, 0 or 1: a busy machine must not decide a test. */
  private static int slowRecoveries(LockstepProcess demo) {
    return (int)
        demo.out().stream()
            .filter(line -> line.startsWith("  FAILED"))
            .filter(line -> line.contains("were answered within"))
            .count();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
