package io.lockstep.testkit.broker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A RabbitMQ of the tests' own, from Debian's package: own node name, own epmd, own directory, free
 * loopback ports. Several can run at once. It ends with this process, however that ends.
 *
 * <p>Not thread-safe.
 */
public final class PrivateRabbitMq implements AutoCloseable {
  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static final Path CONTROL = Path.of("/usr/lib/rabbitmq/bin/rabbitmqctl");
  private static final Duration START_TIME = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;

  /**
   * What a broker shows and demands on its TLS port, in files in PEM format: clients are refused
   * that show no certificate of the authority.
   *
   * @param authority whose certificates clients must have
   * @param certificate the broker's own
   * @param key the broker's private key
   */
  public record Tls(Path authority, Path certificate, Path key) {}

  /**
   * What the brokers of a cluster have in common.
   *
   * @param home holds their Erlang cookie
   * @param epmdPort where their epmd listens, which ends with none of them
   * @param first the broker that the others join; empty for that one itself
   */
  record Group(Path home, int epmdPort, Optional<String> first) {}

  private final Path directory;
  private final @Nullable Tls tls;
  private final @Nullable Group group;
  private final int amqpPort;
  private final int epmdPort;
  private final int distributionPort;
  private final int tlsPort;
  private @Nullable Process supervisor;

  private PrivateRabbitMq(
      Path directory, @Nullable Tls tls, @Nullable Group group, List<Integer> ports) {
    this.directory = directory;
    this.tls = tls;
    this.group = group;
    this.amqpPort = ports.get(0);
    this.epmdPort = ports.get(1);
    this.distributionPort = ports.get(2);
    this.tlsPort = ports.get(3);
  }

  /** Skips the running test, saying so, when RabbitMQ is not installed. */
  public static void assumeInstalled() {
    boolean installed = Files.isExecutable(SERVER);
    if (!installed) {
      System.err.println("SKIPPED: tests on RabbitMQ; install the Debian package rabbitmq-server");
    }
    Assumptions.assumeTrue(installed, "The Debian package rabbitmq-server is not installed");
  }

  /**
   * Starts a broker; it accepts connections when this returns.
   *
   * @throws IllegalStateException when it does not start, with what it wrote
   */
  public static PrivateRabbitMq start() {
    return startAny(null);
  }

  /** As {@link #start()}, with a port for TLS besides. */
  public static PrivateRabbitMq start(Tls tls) {
    return startAny(tls);
  }

  private static PrivateRabbitMq startAny(@Nullable Tls tls) {
    try {
      return start(tls, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrivateRabbitMq start(@Nullable Tls tls, int attempt) throws IOException {
    var broker =
        new PrivateRabbitMq(
            Files.createTempDirectory("lockstep-rabbitmq"), tls, null, freePorts(4));
    try {
      broker.configure();
      broker.launch();
      return broker;
    } catch (IllegalStateException e) {
      broker.close();
      if (attempt == ATTEMPTS) {
        throw e;
      }
      // Another process may have taken one of the ports.
      return start(tls, attempt + 1);
    }
  }

  /**
   * Starts a broker of a cluster.
   *
   * @throws IllegalStateException when it does not start, with what it wrote
   */
  static PrivateRabbitMq start(Group group) throws IOException {
    List<Integer> free = freePorts(3);
    var ports = List.of(free.get(0), group.epmdPort(), free.get(1), free.get(2));
    var broker =
        new PrivateRabbitMq(Files.createTempDirectory("lockstep-rabbitmq"), null, group, ports);
    try {
      broker.configure();
      broker.launch();
      return broker;
    } catch (IllegalStateException e) {
      broker.close();
      throw e;
    }
  }

  /** Distinct ports that nobody listens on now. */
  static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private void configure() throws IOException {
    Files.createDirectories(home());
    Files.writeString(
        directory.resolve("rabbitmq.conf"),
        """
        listeners.tcp.1 = 127.0.0.1:%d
        disk_free_limit.absolute = 1MB
        log.console = false
        log.file.level = warning
        """
                .formatted(amqpPort)
            + tlsConfiguration()
            + groupConfiguration());
  }

  private String groupConfiguration() {
    return group == null || group.first().isEmpty()
        ? ""
        : """
        cluster_formation.peer_discovery_backend = rabbit_peer_discovery_classic_config
        cluster_formation.classic_config.nodes.1 = %s
        cluster_formation.classic_config.nodes.2 = %s
        """
            .formatted(group.first().get(), name());
  }

  /** Its name among the brokers of its cluster. */
  public String name() {
    return "lockstep" + amqpPort + "@localhost";
  }

  private Path home() {
    return group == null ? directory.resolve("home") : group.home();
  }

  private String tlsConfiguration() {
    return tls == null
        ? ""
        : """
        listeners.ssl.1 = 127.0.0.1:%d
        ssl_options.cacertfile = %s
        ssl_options.certfile = %s
        ssl_options.keyfile = %s
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = true
        """
            .formatted(tlsPort, tls.authority(), tls.certificate(), tls.key());
  }

  private void launch() throws IOException {
    var builder = new ProcessBuilder("/bin/sh", "-c", script());
    builder.environment().putAll(environment());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process started = builder.start();
    supervisor = started;
    try {
      await("RabbitMQ on port " + amqpPort)
          .atMost(START_TIME)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> isListening() || hasGivenUp());
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException("RabbitMQ does not start: " + output(), e);
    }
    if (!isListening()) {
      throw new IllegalStateException("RabbitMQ gave up: " + output());
    }
  }

  private static String script() throws IOException {
    try (InputStream script = PrivateRabbitMq.class.getResourceAsStream("rabbitmq-supervisor.sh")) {
      if (script == null) {
        throw new IllegalStateException("rabbitmq-supervisor.sh is missing from the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("LOCKSTEP_DIRECTORY", directory.toString()),
        Map.entry("LOCKSTEP_EPMD", group == null ? "own" : "shared"),
        Map.entry("HOME", home().toString()),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("ERL_EPMD_PORT", Integer.toString(epmdPort)),
        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
        Map.entry("RABBITMQ_NODENAME", name()),
        Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
        Map.entry("RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString()),
        Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", directory.resolve("plugins").toString()),
        Map.entry("RABBITMQ_PID_FILE", directory.resolve("pid").toString()),
        Map.entry(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"));
  }

  private boolean isListening() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), amqpPort)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasGivenUp() {
    return output().contains("BOOT FAILED") || output().contains("Error:");
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("out.txt"));
    } catch (IOException e) {
      return "no output";
    }
  }

  /** The URI for clients, with user and password. */
  public String uri() {
    return "amqp://guest:guest@127.0.0.1:" + amqpPort;
  }

  /** Where on the loopback interface it listens for TLS, if it does. */
  public int tlsPort() {
    return tlsPort;
  }

  /** Where on the loopback interface it listens. */
  public int port() {
    return amqpPort;
  }

  /** Kills the broker, and its own epmd, with SIGKILL; returns when they are gone. */
  public void kill() {
    try {
      Files.createFile(directory.resolve("keep"));
      end();
      Files.delete(directory.resolve("keep"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the broker again after {@link #kill()}, at the same port and with the same data. */
  public void restart() {
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs {@code rabbitmqctl}.
   *
   * @throws IllegalStateException when it fails, with what it wrote
   */
  public String control(String... arguments) {
    var command = new ArrayList<>(List.of(CONTROL.toString(), "--quiet"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("rabbitmqctl failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for rabbitmqctl", e);
    }
  }

  /** Kills the broker and epmd, and removes their directory. */
  @Override
  public void close() {
    end();
  }

  /** The supervisor ends everything once its standard input does. */
  private void end() {
    Process ending = supervisor;
    supervisor = null;
    if (ending == null) {
      return;
    }
    try {
      ending.getOutputStream().close();
      if (!ending.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The supervisor of RabbitMQ does not end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
