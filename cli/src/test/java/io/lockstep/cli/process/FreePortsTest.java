package io.lockstep.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
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
  void startsOnOtherPortsWhenSomebodyElseWasFaster() {
    var tried = new ArrayList<Integer>();
    var takers = new ArrayList<ServerSocket>();

    var started =
        new FreePorts()
            .start(
                1,
                free -> {
                  tried.addAll(free);
                  if (takers.isEmpty()) {
                    takers.add(take(free.get(0)));
                    throw new StartException("taken");
                  }
                  return free.get(0);
                });

    takers.forEach(FreePortsTest::close);
    assertThat(tried).hasSize(2).doesNotHaveDuplicates();
    assertThat(started).isEqualTo(tried.get(1));
  }

  @Test
  void startsOnceWhenThePortsAreNotToBlame() {
    var tried = new ArrayList<Integer>();

    assertThatThrownBy(
            () ->
                new FreePorts()
                    .start(
                        1,
                        free -> {
                          tried.addAll(free);
                          throw new StartException("no luck");
                        }))
        .hasMessage("no luck");
    assertThat(tried).hasSize(1);
  }

  @Test
  void seesThatAPortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.isFree(taken.getLocalPort())).isFalse();
    }
  }

  private static ServerSocket take(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
