package io.lockstep.cli.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.cli.BadInputException;
import io.lockstep.cli.process.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {
  @Test
  void namesTheAddressButNoPasswordWhenNobodyAnswers() {
    int port = new FreePorts().next();

    assertThatThrownBy(() -> BrokerProbe.check(URI.create("amqp://guest:secret@127.0.0.1:" + port)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no broker answers at amqp://127.0.0.1:" + port)
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesWhatIsNoBroker() throws IOException {
    try (var server = answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThatThrownBy(() -> BrokerProbe.check(address(server)))
          .hasMessageContaining("is no AMQP broker");
    }
  }

  @Test
  void refusesAnotherVersionOfTheProtocol() throws IOException {
    try (var server = answering("AMQP\0\1\0\0")) {
      assertThatThrownBy(() -> BrokerProbe.check(address(server)))
          .hasMessageContaining("another version of AMQP");
    }
  }

  @Test
  void acceptsABroker() throws IOException {
    try (var server = answering("\1\0\0\0\0\1\0\0")) {
      assertThatCode(() -> BrokerProbe.check(address(server))).doesNotThrowAnyException();
    }
  }

  private static URI address(ServerSocket server) {
    return URI.create("amqp://127.0.0.1:" + server.getLocalPort());
  }

  private static ServerSocket answering(String answer) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var thread =
        new Thread(
            () -> {
              try (var socket = server.accept()) {
                socket.getInputStream().readNBytes(8);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
              } catch (IOException closed) {
                // The test is over.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }
}
