package io.lockstep.transport.amqp;

import io.lockstep.transport.amqp.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The embedded broker as a process of its own. */
final class QpidBroker implements TestBroker {
  private static final String READY = "BROKER ";

  private static @Nullable QpidBroker shared;

  private Process process;
  private final String uri;

  private QpidBroker(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /** The one broker of all tests, which ends with their process. */
  static synchronized QpidBroker shared() {
    if (shared == null) {
      Process process = launch(0);
      shared = new QpidBroker(process, awaitReady(process));
    }
    return shared;
  }

  private static Process launch(int port) {
    var java = ProcessHandle.current().info().command().orElse("java");
    var builder =
        new ProcessBuilder(
            List.of(
                java,
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedBroker.class.getName(),
                Integer.toString(port)));
    builder.environment().put("LOCKSTEP_BROKER_PASSWORD", "secret");
    try {
      return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String awaitReady(Process process) {
    var output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return output
        .lines()
        .filter(line -> line.startsWith(READY))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The embedded broker does not start"))
        .substring(READY.length());
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void restart() {
    process = launch(URI.create(uri).getPort());
    awaitReady(process);
  }
}
