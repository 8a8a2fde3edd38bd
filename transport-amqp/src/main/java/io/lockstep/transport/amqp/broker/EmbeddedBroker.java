package io.lockstep.transport.amqp.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;

/**
 * Apache Qpid Broker-J, in memory, on a loopback port, for one generated user. It writes no files,
 * and everything in it is gone when it ends.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String USER = "lockstep";
  private static final String PASSWORD_VARIABLE = "LOCKSTEP_BROKER_PASSWORD";

  private static final String LOGBACK_FILE = "logback.configurationFile";

  private final SystemLauncher launcher;
  private final String password;
  private final int port;

  private EmbeddedBroker(SystemLauncher launcher, String password, int port) {
    this.launcher = launcher;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts a broker; it is ready when this returns.
   *
   * @param port where on the loopback interface it listens; 0 for any free port
   * @throws IOException when it does not start, for example since the port is taken
   */
  public static EmbeddedBroker start(int port) throws IOException {
    return start(port, generatedPassword());
  }

  /**
   * As {@link #start(int)}, with a given password, so that a broker that is started again at the
   * same port is reached under the same URI.
   *
   * @param password letters and digits, at least one
   */
  public static EmbeddedBroker start(int port, String password) throws IOException {
    if (!password.matches("[A-Za-z0-9]+")) {
      throw new IllegalArgumentException("The broker's password: allowed are letters and digits");
    }
    checkFree(port);
    var startup = new Startup();
    var launcher = new SystemLauncher(startup);
    try {
      launcher.startup(attributes(port, password));
      return new EmbeddedBroker(launcher, password, startup.boundPort());
    } catch (Exception e) {
      launcher.shutdown();
      throw new IOException("The embedded broker does not start: " + e.getMessage(), e);
    }
  }

  /** The broker itself would tell in many lines. */
  private static void checkFree(int port) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException e) {
      throw new IOException("The port %s:%d for the broker is taken".formatted(HOST, port), e);
    }
  }

  private static Map<String, Object> attributes(int port, String password) {
    URL configuration = EmbeddedBroker.class.getResource("embedded-broker.json");
    if (configuration == null) {
      throw new IllegalStateException("embedded-broker.json is missing from the jar");
    }
    return Map.of(
        SystemConfig.TYPE,
        "Memory",
        SystemConfig.INITIAL_CONFIGURATION_LOCATION,
        configuration.toExternalForm(),
        SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
        false,
        "preferenceStoreAttributes",
        "{\"type\":\"Noop\"}",
        SystemConfig.CONTEXT,
        Map.of(
            "lockstep.host", HOST,
            "lockstep.port", Integer.toString(port),
            "lockstep.user", USER,
            "lockstep.password", password));
  }

  private static String generatedPassword() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Where on the loopback interface it listens. */
  public int port() {
    return port;
  }

  /** The URI for clients, with user and password. */
  public String uri() {
    return "amqp://%s:%s@%s:%d".formatted(USER, password, HOST, port);
  }

  /** Ends the broker and all connections to it. */
  @Override
  public void close() {
    launcher.shutdown();
  }

  /**
   * Runs a broker as a process of its own.
   *
   * <p>Prints one line, {@code BROKER amqp://…}, when it is ready, and ends when its standard input
   * does, so that it never outlives the process that started it. Exit status 2 when it cannot
   * start.
   *
   * @param arguments the port; none for any free one. A password is taken from the environment
   *     variable {@code LOCKSTEP_BROKER_PASSWORD}, else generated
   */
  public static void main(String[] arguments) {
    // Takes effect with Logback only; whatever logs, standard output is for the one line.
    if (System.getProperty(LOGBACK_FILE) == null) {
      System.setProperty(LOGBACK_FILE, "io/lockstep/transport/amqp/broker/quiet-logback.xml");
    }
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    String given = System.getenv(PASSWORD_VARIABLE);
    try (var broker = start(port(arguments), given == null ? generatedPassword() : given)) {
      System.out.println("BROKER " + broker.uri());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  private static int port(String[] arguments) {
    if (arguments.length == 0) {
      return 0;
    }
    if (arguments.length == 1 && arguments[0].matches("\\d{1,5}")) {
      int port = Integer.parseInt(arguments[0]);
      if (port <= 65_535) {
        return port;
      }
    }
    throw new IllegalArgumentException(
        "port \"%s\": allowed is a number from 0 to 65535".formatted(String.join(" ", arguments)));
  }
}
