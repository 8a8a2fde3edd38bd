package io.lockstep.cli.demo;

import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.FreePorts;
import io.lockstep.cli.process.JavaProgram;
import io.lockstep.cli.process.StartException;
import io.lockstep.transport.amqp.broker.EmbeddedBroker;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a demo's servers talk over: the broker, if it needs one, and the settings, the same on every
 * server.
 *
 * @param told what there is, for people; empty when nothing was started
 * @param settings the transport's
 */
public record DemoNetwork(NetworkKind kind, String told, Map<String, String> settings) {
  /** Without a broker that tells, the first servers wait so long for others. */
  private static final String SYNCHRONIZATION = "lockstep.cluster-synchronization-delay";

  private static final String TRANSPORT = "lockstep.transport";
  private static final int BROKER_HEAP_MEGABYTES = 128;
  private static final int BROKER_TIMEOUT_SECONDS = 30;

  /** Copies the map. */
  public DemoNetwork {
    settings = Map.copyOf(settings);
  }

  /**
   * Starts the broker, where the kind needs one.
   *
   * @param broker an AMQP broker that is there already; absent to start one
   * @param nodes how many nodes there will be, all on this machine
   * @throws StartException when it does not start
   */
  public static DemoNetwork start(
      NetworkKind kind, Optional<URI> broker, Children children, FreePorts ports, int nodes) {
    return switch (kind) {
      case AMQP -> amqp(broker.orElseGet(() -> startBroker(children, EmbeddedBroker.class)));
      case JMS -> jms(startBroker(children, EmbeddedArtemis.class));
      case UDP -> udp(ports.next());
      case TCP -> tcp(ports.next(), nodes);
      case MEMORY ->
          new DemoNetwork(kind, "all servers are in one process", Map.of(TRANSPORT, "memory"));
    };
  }

  private static DemoNetwork amqp(URI broker) {
    return new DemoNetwork(
        NetworkKind.AMQP,
        "the broker is up: %s, AMQP".formatted(shown(broker)),
        Map.of(TRANSPORT, "amqp", "lockstep.amqp.uri", broker.toString()));
  }

  private static DemoNetwork jms(URI broker) {
    String block = "lockstep.jms-block.demo.";
    return new DemoNetwork(
        NetworkKind.JMS,
        "the broker is up: %s, embedded Apache Artemis".formatted(shown(broker)),
        Map.of(
            TRANSPORT,
            "jms",
            block + "connection-factory-jndi-name",
            "ConnectionFactory",
            block + "destination-jndi-name",
            "topic/lockstep",
            block + "environment.java.naming.factory.initial",
            "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory",
            block + "environment.connectionFactory.ConnectionFactory",
            broker.toString(),
            block + "environment.topic.topic/lockstep",
            "lockstep",
            // The provider tells nobody that a server is gone; only its silence does.
            "lockstep.heartbeat-period",
            "250 ms",
            "lockstep.max-missed-heartbeats",
            "6",
            SYNCHRONIZATION,
            "3 sec"));
  }

  private static DemoNetwork udp(int port) {
    // Another demo on this machine has another group.
    String group = "239.255.%d.%d".formatted(random(), random());
    return new DemoNetwork(
        NetworkKind.UDP,
        "UDP multicast, group %s on loopback, encrypted".formatted(group),
        Map.of(
            TRANSPORT,
            "udp",
            "lockstep.udp.port",
            Integer.toString(port),
            "lockstep.udp.multicast-address",
            group,
            "lockstep.udp.bind-address",
            "127.0.0.1",
            "lockstep.udp.shared-secret",
            secret(),
            SYNCHRONIZATION,
            "3 sec"));
  }

  private static DemoNetwork tcp(int port, int nodes) {
    return new DemoNetwork(
        NetworkKind.TCP,
        "TCP from port %d up on loopback, encrypted".formatted(port),
        Map.of(
            TRANSPORT,
            "tcp",
            "lockstep.tcp.hosts",
            "127.0.0.1",
            "lockstep.tcp.port",
            Integer.toString(port),
            "lockstep.tcp.port-range",
            Integer.toString(2 * nodes),
            "lockstep.tcp.bind-address",
            "127.0.0.1",
            "lockstep.tcp.shared-secret",
            secret(),
            SYNCHRONIZATION,
            "3 sec"));
  }

  private static int random() {
    return ThreadLocalRandom.current().nextInt(1, 255);
  }

  private static String secret() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static URI startBroker(Children children, Class<?> broker) {
    var program =
        new JavaProgram("broker", broker.getName(), BROKER_HEAP_MEGABYTES, List.of(), Map.of());
    var child = children.startJava(program, "BROKER");
    try {
      return URI.create(child.ready().orTimeout(BROKER_TIMEOUT_SECONDS, TimeUnit.SECONDS).join());
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof StartException known
          ? known
          : new StartException(
              "the broker did not start within %d s".formatted(BROKER_TIMEOUT_SECONDS));
    }
  }

  /** The address without user and password. */
  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
  }
}
