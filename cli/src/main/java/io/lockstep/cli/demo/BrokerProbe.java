package io.lockstep.cli.demo;

import io.lockstep.cli.BadInputException;
import io.lockstep.transport.amqp.BrokerCheck;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * Finds out whether the user's broker can be used, before anything starts that would wait for it.
 */
final class BrokerProbe {
  private BrokerProbe() {}

  /**
   * Connects once.
   *
   * @return the broker's product and version
   * @throws BadInputException when the broker cannot be used; the message tells no password
   */
  static String check(URI broker) {
    try {
      return BrokerCheck.connectOnce(Map.of("lockstep.amqp.uri", broker.toString()));
    } catch (IOException | IllegalArgumentException failure) {
      throw new BadInputException("--broker: " + failure.getMessage());
    }
  }
}
