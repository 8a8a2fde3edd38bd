package io.lockstep.transport.amqp;

import io.lockstep.transport.connection.DeclaredDeadException;
import io.lockstep.transport.connection.LifeThreads;
import java.io.IOException;
import java.util.Map;

/**
 * Tells beforehand whether a broker can be used. A transport itself never gives up: it would go on
 * trying.
 */
public final class BrokerCheck {
  private BrokerCheck() {}

  /**
   * Connects to the first broker that can be used, logs on, and leaves again.
   *
   * @param settings as {@link AmqpTransportProvider} takes them
   * @return the broker's product and version
   * @throws IllegalArgumentException when a setting is wrong
   * @throws IOException when the broker cannot be used; its message is one line that says why, and
   *     holds no password
   */
  public static String connectOnce(Map<String, String> settings) throws IOException {
    AmqpSettings checked = AmqpSettings.of(settings);
    var client = new BrokerClient(checked, new LifeThreads());
    try {
      return new BrokerTour(checked)
          .first(
              broker -> {
                try (var session =
                    BrokerSession.open(
                        client, broker, "lockstep check", new SocketHandle(), told -> {})) {
                  return session.brokerName();
                }
              });
    } catch (DeclaredDeadException e) {
      throw new IllegalStateException("Nobody was asked", e);
    }
  }
}
