package io.lockstep.transport.amqp;

import io.lockstep.testkit.broker.PrivateRabbitMq;

/** RabbitMQ as Debian has it. */
final class RabbitMqBroker implements TestBroker {
  private final PrivateRabbitMq broker;

  private RabbitMqBroker(PrivateRabbitMq broker) {
    this.broker = broker;
  }

  /** Skips the running test when it is not installed. */
  static RabbitMqBroker start() {
    PrivateRabbitMq.assumeInstalled();
    return new RabbitMqBroker(PrivateRabbitMq.start());
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

  @Override
  public void close() {
    broker.close();
  }
}
