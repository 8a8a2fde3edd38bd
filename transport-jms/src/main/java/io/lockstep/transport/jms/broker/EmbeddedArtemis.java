package io.lockstep.transport.jms.broker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Apache Artemis, in memory, on a free loopback port and without log-on. It writes no files, and
 * everything in it is gone when it ends. Several can run at once. Not thread-safe.
 *
 * <p>Needs {@code artemis-jakarta-server}, which does not come with this module by itself.
 */
public final class EmbeddedArtemis implements AutoCloseable {
  private static final String CONTEXTS =
      "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory";

  private final int port;
  private @Nullable EmbeddedActiveMQ broker;

  private EmbeddedArtemis(int port) {
    this.port = port;
  }

  /** Starts one; it accepts connections when this returns. */
  public static EmbeddedArtemis start() throws IOException {
    return start(freePort());
  }

  private static EmbeddedArtemis start(int port) throws IOException {
    var artemis = new EmbeddedArtemis(port);
    artemis.restart();
    return artemis;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends its connections and stops listening. Without effect when it is stopped. */
  public void stop() throws IOException {
    EmbeddedActiveMQ stopping = broker;
    broker = null;
    if (stopping != null) {
      tell(stopping::stop);
    }
  }

  /** Starts it again after {@link #stop()}, empty and on the same port. */
  public void restart() throws IOException {
    var starting = new EmbeddedActiveMQ().setConfiguration(configuration());
    tell(starting::start);
    broker = starting;
  }

  private Configuration configuration() throws IOException {
    var configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .addAddressSetting(
                "#",
                new AddressSettings()
                    .setDeadLetterAddress(SimpleString.of("dead"))
                    .setExpiryAddress(SimpleString.of("expired")));
    tell(() -> configuration.addAcceptorConfiguration("tcp", uri()));
    return configuration;
  }

  /** What the broker can throw is anything. */
  private interface Call {
    void run() throws Exception;
  }

  private static void tell(Call call) throws IOException {
    try {
      call.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the broker starts or stops");
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("The broker neither starts nor stops", e);
    }
  }

  /** Where its own clients connect. */
  public String uri() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Where clients of AMQP 1.0 connect, if {@code artemis-amqp-protocol} is on the class path. */
  public String amqpUri() {
    return "amqp://127.0.0.1:" + port;
  }

  /**
   * The environment of an initial context in which this broker has the connection factory and the
   * topic of the document's sample, and a queue {@code jms/NexawebQueue}.
   */
  public Map<String, String> jndi() {
    return Map.of(
        "java.naming.factory.initial",
        CONTEXTS,
        "connectionFactory.jms/NexawebConnectionFactory",
        uri(),
        "topic.jms/NexawebTopic",
        "nexaweb",
        "queue.jms/NexawebQueue",
        "work");
  }

  /** The names of its queues: there is one for each subscription. */
  public Set<String> queues() {
    return running()
        .getPostOffice()
        .getAllBindings()
        .filter(QueueBinding.class::isInstance)
        .map(binding -> ((QueueBinding) binding).getQueue().getName().toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The client ids of its connections. */
  public Set<String> clientIds() {
    return running().getRemotingService().getConnections().stream()
        .map(RemotingConnection::getClientID)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private ActiveMQServer running() {
    return Objects.requireNonNull(broker, "the broker is stopped").getActiveMQServer();
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  /**
   * Runs a broker as a process of its own. Prints one line, {@code BROKER tcp://...}, when it is
   * ready, and ends when its standard input does, so that it never outlives the process that
   * started it. Exit status 2 when it cannot start.
   *
   * @param arguments the port, or nothing for one that is free
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    try (var broker = arguments.length == 0 ? start() : start(Integer.parseInt(arguments[0]))) {
      System.out.println("BROKER " + broker.uri());
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      return 0;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }
}
