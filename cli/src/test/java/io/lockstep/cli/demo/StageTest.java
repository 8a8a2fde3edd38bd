package io.lockstep.cli.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.balancer.BalancerKind;
import io.lockstep.cli.balancer.BalancerSettings;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.Polling;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.server.ProcessFleet;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTest {
  private final ScheduledExecutorService scheduler = DemoThreads.scheduler();

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void tellsWhyTheBuiltinBalancerDoesNotStart(@TempDir Path work) throws Exception {
    assertThatTheReasonIsTold(BalancerKind.BUILTIN, work);
  }

  @Test
  void tellsWhyHaproxyDoesNotStart(@TempDir Path work) throws Exception {
    assumeTrue(BalancerKind.haproxy().isPresent(), "HAProxy is not installed");

    assertThatTheReasonIsTold(BalancerKind.HAPROXY, work);
  }

  private void assertThatTheReasonIsTold(BalancerKind kind, Path work) throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var children = new Children(work)) {
      var port = taken.getLocalPort();
      var backends = List.of(new Backend("server-1", 1));
      var fleet = new ProcessFleet(children, List.of(), work, backends, any -> Map.of());
      var settings =
          new BalancerSettings(
              port, backends, "LOCKSTEP", BalancerSettings.READY, OptionalInt.empty());
      var polling = new Polling(scheduler);

      assertThatThrownBy(
              () -> Stage.open(children, fleet, "balancer", kind, settings, work, polling))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("balancer ended early: ")
          .hasMessageContaining(Integer.toString(port));
    }
  }
}
