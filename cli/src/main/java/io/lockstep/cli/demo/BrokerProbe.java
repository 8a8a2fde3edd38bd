package io.lockstep.cli.demo;

import io.lockstep.cli.BadInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds out whether an AMQP 0-9-1 broker answers, by the protocol's own first words, before
 * anything is started that would wait for it.
 */
final class BrokerProbe {
  private static final int TIMEOUT_MS = 5_000;
  private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  private static final int METHOD_FRAME = 1;

  private BrokerProbe() {}

  /**
   * @throws BadInputException when no broker answers; the message tells no password
   */
  static void check(URI broker) {
    int port = broker.getPort() < 0 ? 5672 : broker.getPort();
    var name = broker.getScheme() + "://" + broker.getHost() + ":" + port;
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(broker.getHost(), port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      if (broker.getScheme().equals("amqp")) {
        greet(socket, name);
      }
    } catch (IOException failure) {
      throw new BadInputException(
          "--broker: no broker answers at " + name + " (" + reason(failure) + ")");
    }
  }

  private static void greet(Socket socket, String name) throws IOException {
    socket.getOutputStream().write(GREETING);
    socket.getOutputStream().flush();
    byte[] answer = socket.getInputStream().readNBytes(8);
    if (answer.length == 0 || answer[0] != METHOD_FRAME) {
      boolean otherVersion =
          Arrays.equals(
              Arrays.copyOf(answer, Math.min(4, answer.length)),
              "AMQP".getBytes(StandardCharsets.US_ASCII));
      throw new BadInputException(
          "--broker: "
              + name
              + (otherVersion
                  ? " speaks another version of AMQP than 0-9-1"
                  : " is no AMQP broker"));
    }
  }

  private static String reason(IOException failure) {
    var message = failure.getMessage();
    return failure instanceof java.net.UnknownHostException
        ? "unknown host"
        : message == null ? failure.getClass().getSimpleName() : message;
  }
}
