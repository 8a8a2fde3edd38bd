package io.lockstep.transport.amqp;

class RabbitMqTransportTest extends AmqpTransportContract {
  @Override
  TestBroker startBroker() {
    return RabbitMqBroker.start();
  }
}
