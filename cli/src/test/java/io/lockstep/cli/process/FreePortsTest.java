package io.lockstep.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void givesEachPortOnce() {
    var ports = new FreePorts();
    var given = new HashSet<Integer>();
    for (int count = 0; count < 20; count++) {
      given.add(ports.next());
    }

    assertThat(given).hasSize(20).allMatch(FreePorts::isFree);
  }

  @Test
  void seesThatAPortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
    }
  }
}
