package io.lockstep.transport.amqp.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir Path directory;

  private static void connect(String uri) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.newConnection().close();
  }

  private Process launch(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EmbeddedBroker.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(directory.toFile()).start();
  }

  private static BufferedReader lines(java.io.InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  @Test
  void itListensOnALoopbackPortForItsOwnUserOnly() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      connect(broker.uri());

      assertThat(broker.uri()).matches("amqp://lockstep:[0-9a-f]{32}@127\\.0\\.0\\.1:\\d+");
      assertThatThrownBy(() -> connect("amqp://guest:guest@127.0.0.1:" + broker.port()))
          .isInstanceOf(PossibleAuthenticationFailureException.class);
    }
  }

  @Test
  void aPortThatIsTakenIsOneClearLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = launch(Integer.toString(taken.getLocalPort()));

      assertThat(lines(process.getErrorStream()).lines())
          .containsExactly(
              "The port 127.0.0.1:%d for the broker is taken".formatted(taken.getLocalPort()));
      assertThat(process.waitFor()).isEqualTo(2);
    }
  }

  @Test
  void aPortThatIsNoneIsOneClearLine() throws Exception {
    Process process = launch("http");

    assertThat(lines(process.getErrorStream()).lines())
        .containsExactly("port \"http\": allowed is a number from 0 to 65535");
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void asAProcessItPrintsItsAddressLeavesNoFilesAndEndsWithItsInput() throws Exception {
    Process process = launch();
    String line = lines(process.getInputStream()).readLine();
    assertThat(line).startsWith("BROKER amqp://lockstep:");
    connect(line.substring("BROKER ".length()));

    process.getOutputStream().close();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(lines(process.getErrorStream()).lines()).isEmpty();
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void afterClosingNobodyListens() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(0);
    broker.close();

    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), broker.port()).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void itStartsAgainAtTheSamePort() throws Exception {
    EmbeddedBroker first = EmbeddedBroker.start(0, "secret");
    first.close();
    try (EmbeddedBroker second = EmbeddedBroker.start(first.port(), "secret")) {
      connect(first.uri());

      assertThat(second.uri()).isEqualTo(first.uri());
    }
  }

  @Test
  void aPasswordThatWouldNotFitIntoTheUriIsRefused() {
    assertThatThrownBy(() -> EmbeddedBroker.start(0, "a@b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
