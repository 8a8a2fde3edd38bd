package io.lockstep.transport.amqp;

import io.lockstep.testkit.broker.PrivateRabbitMq;
import org.jspecify.annotations.Nullable;

/** RabbitMQ as Debian has it. */
final class RabbitMqBroker implements TestBroker {
  private static @Nullable RabbitMqBroker shared;

  private final PrivateRabbitMq broker;

  private RabbitMqBroker(PrivateRabbitMq broker) {
    this.broker = broker;
  }

  /**
   * The one broker of all tests, which ends with their process; it takes seconds to start. Skips
   * the running test when it is not installed.
   */
  static synchronized RabbitMqBroker shared() {
    PrivateRabbitMq.assumeInstalled();
    if (shared == null) {
      shared = new RabbitMqBroker(PrivateRabbitMq.start());
    }
    return shared;
  }

  String control(String... arguments) {
    return broker.control(arguments);
  }

  @Override
  public String uri() {
    return broker.uri();
  }

  @Override
  public void kill() {
    broker.kill();
  }

  @Override
  public void restart() {
    broker.restart();
  }
}
