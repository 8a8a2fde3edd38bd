package io.lockstep.transport.jms;

import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** An Artemis broker as a process of its own, to be killed and stopped. It ends with this one. */
final class ArtemisProcess implements AutoCloseable {
  private static final String READY = "BROKER ";

  private Process process;
  private final URI uri;

  private ArtemisProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static ArtemisProcess start() throws IOException {
    Process process = launch();
    return new ArtemisProcess(process, awaitReady(process));
  }

  private static Process launch(String... port) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedArtemis.class.getName()));
    command.addAll(List.of(port));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static URI awaitReady(Process process) {
    var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    return new BufferedReader(output)
        .lines()
        .filter(line -> line.startsWith(READY))
        .findFirst()
        .map(line -> URI.create(line.substring(READY.length())))
        .orElseThrow(() -> new IllegalStateException("The broker does not start"));
  }

  /**
   * What a transport needs to connect.
   *
   * @param parameters of the client, for the query of its address
   */
  Map<String, String> settings(String parameters) {
    return settings(uri(), parameters);
  }

  String uri() {
    return uri.toString();
  }

  /** As {@link #settings(String)}, by way of another address. */
  static Map<String, String> settings(String uri, String parameters) {
    return ArtemisNetwork.settings(
        Map.of(
            "java.naming.factory.initial",
            "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory",
            "connectionFactory.jms/NexawebConnectionFactory",
            uri + "?" + parameters,
            "topic.jms/NexawebTopic",
            "nexaweb"));
  }

  /** With SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it again at the same port, empty. */
  void restart() throws IOException {
    process = launch(Integer.toString(uri.getPort()));
    awaitReady(process);
  }

  /** With SIGSTOP; returns when it stands still. */
  void pause() throws IOException {
    signal("-STOP");
    Path state = Path.of("/proc", Long.toString(process.pid()), "stat");
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> Files.readString(state).matches("(?s).*\\) T .*"));
  }

  /** With SIGCONT. */
  void resume() throws IOException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .onExit()
        .join();
  }

  @Override
  public void close() {
    kill();
  }
}
