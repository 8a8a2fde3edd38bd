package io.lockstep.transport.amqp;

import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.transport.connection.DeclaredDeadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries brokers in turn until one can be used. The next tour begins behind that one: whoever comes
 * again has just lost it. Not thread-safe.
 */
final class BrokerTour {
  private static final Logger log = LoggerFactory.getLogger(BrokerTour.class);

  /** What is tried with each broker. */
  interface Attempt<T> {
    T with(BrokerAddress broker) throws IOException, TimeoutException, DeclaredDeadException;
  }

  private final AmqpSettings settings;
  private int next;

  BrokerTour(AmqpSettings settings) {
    this.settings = settings;
  }

  /**
   * The first attempt that works.
   *
   * @throws IOException when none does; its message says why, for people, with a part for each
   *     broker in the order of the settings, so that the same failures make the same message
   */
  <T> T first(Attempt<T> attempt) throws IOException, DeclaredDeadException {
    List<BrokerAddress> brokers = settings.brokers().list();
    var reasons = new ArrayList<String>(brokers.stream().map(BrokerAddress::toString).toList());
    int begin = next;
    Exception last = null;
    for (int i = 0; i < brokers.size(); i++) {
      int index = (begin + i) % brokers.size();
      BrokerAddress broker = brokers.get(index);
      next = (index + 1) % brokers.size();
      try {
        return attempt.with(broker);
      } catch (IOException | TimeoutException | ShutdownSignalException e) {
        log.debug("{} cannot be used", broker, e);
        reasons.set(index, ConnectFailure.explain(settings, broker, e));
        last = e;
      }
    }
    throw new IOException(String.join("; ", reasons), last);
  }
}
