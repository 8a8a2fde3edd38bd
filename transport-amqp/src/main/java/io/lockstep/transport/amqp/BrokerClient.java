package io.lockstep.transport.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.lockstep.transport.connection.LifeThreads;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

/** Opens connections to the broker as the settings say. */
final class BrokerClient {
  // RabbitMQ's own limit. A lower one here would end the connection instead of costing the frame.
  private static final int MAX_MESSAGE_BYTES = 128 << 20;

  // How long the client keeps a thread of its own to wait for consumers after a connection's end.
  private static final int SHUTDOWN_TIMEOUT_MS = 500;

  private final AmqpSettings settings;
  private final LifeThreads threads;

  /**
   * Connects nothing yet.
   *
   * @param threads makes the threads of all connections
   */
  BrokerClient(AmqpSettings settings, LifeThreads threads) {
    this.settings = settings;
    this.threads = threads;
  }

  LifeThreads threads() {
    return threads;
  }

  /**
   * Connects and logs on.
   *
   * @param broker where to
   * @param name shown by the broker's management
   * @param callbacks runs the consumers' callbacks
   * @param sockets learns of the connection's socket before it is connected
   */
  Connection connect(
      BrokerAddress broker, String name, ExecutorService callbacks, SocketHandle sockets)
      throws IOException, TimeoutException {
    ConnectionFactory factory = factory(broker);
    factory.setSocketConfigurator(factory.getSocketConfigurator().andThen(sockets::hold));
    return factory.newConnection(callbacks, name);
  }

  private ConnectionFactory factory(BrokerAddress broker) throws IOException {
    var factory = new ConnectionFactory();
    try {
      factory.setUri(broker.uri());
      if (broker.isEncrypted()) {
        // Left to itself, the client would trust any certificate.
        factory.useSslProtocol(settings.tls().context());
        factory.enableHostnameVerification();
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS is not available: " + e.getMessage(), e);
    }
    configure(factory);
    return factory;
  }

  private void configure(ConnectionFactory factory) {
    int timeoutMs = millis(settings.connectionTimeout());
    factory.setConnectionTimeout(timeoutMs);
    factory.setHandshakeTimeout(millis(settings.handshakeTimeout()));
    factory.setChannelRpcTimeout(timeoutMs);
    factory.setShutdownTimeout(SHUTDOWN_TIMEOUT_MS);
    factory.setChannelShouldCheckRpcResponseType(true);
    factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
    factory.setMaxInboundMessageBodySize(MAX_MESSAGE_BYTES);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setThreadFactory(threads.named("lockstep-amqp-io"));
    factory.setExceptionHandler(new QuietExceptionHandler());
    factory.getClientProperties().put("product", "Lockstep");
  }

  private static int millis(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.toMillis());
  }

  /** What the broker says of itself. */
  static Map<String, Object> properties(Connection connection) {
    return connection.getServerProperties();
  }
}
