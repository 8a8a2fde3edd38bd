package io.lockstep.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrivateRabbitMqTest {
  @BeforeEach
  void installed() {
    PrivateRabbitMq.assumeInstalled();
  }

  /** A process that starts a broker and waits. */
  public static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println(PrivateRabbitMq.start().port());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static boolean isListening(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Processes that name the text in their command line or environment. */
  private static List<String> processesOf(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> mentions(process.pid(), text))
        .map(process -> process.pid() + " " + process.info().command().orElse("?"))
        .toList();
  }

  private static boolean mentions(long pid, String text) {
    try {
      String environment =
          Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
      return environment.contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void oneWhoseStarterIsKilledLeavesNothingWhileAnotherRunsOn() throws Exception {
    String java = ProcessHandle.current().info().command().orElse("java");
    Process starter =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Starter.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (PrivateRabbitMq other = PrivateRabbitMq.start()) {
      int port = firstNumber(starter);
      String name = "lockstep" + port + "@localhost";
      assertThat(processesOf(name)).anyMatch(process -> process.endsWith("beam.smp"));
      assertThat(processesOf(name)).anyMatch(process -> process.endsWith("epmd"));

      starter.destroyForcibly().waitFor();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(processesOf(name)).isEmpty());
      assertThat(isListening(port)).isFalse();
      assertThat(isListening(other.port())).isTrue();
    }
  }

  private static int firstNumber(Process process) throws IOException {
    var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    return Integer.parseInt(new BufferedReader(output).readLine());
  }
}
