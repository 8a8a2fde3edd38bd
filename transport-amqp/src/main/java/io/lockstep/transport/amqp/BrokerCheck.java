package io.lockstep.transport.amqp;

import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.transport.connection.LifeThreads;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Tells beforehand whether a broker can be used. A transport itself never gives up: it would go on
 * trying.
 */
public final class BrokerCheck {
  private BrokerCheck() {}

  /**
   * Connects, logs on, and leaves again.
   *
   * @param settings as {@link AmqpTransportProvider} takes them
   * @return the broker's product and version
   * @throws IllegalArgumentException when a setting is wrong
   * @throws IOException when the broker cannot be used; its message is one line that says why, and
   *     holds no password
   */
  public static String connectOnce(Map<String, String> settings) throws IOException {
    AmqpSettings checked = AmqpSettings.of(settings);
    try (BrokerSession session =
        BrokerSession.open(
            new BrokerClient(checked, new LifeThreads()), "lockstep check", new SocketHandle())) {
      return session.brokerName();
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      throw new IOException(ConnectFailure.explain(checked, e), e);
    }
  }
}
