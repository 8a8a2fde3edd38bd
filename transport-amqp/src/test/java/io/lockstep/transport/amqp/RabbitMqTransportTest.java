package io.lockstep.transport.amqp;

class RabbitMqTransportTest extends AmqpTransportContract {
  @Override
  TestBroker sharedBroker() {
    return RabbitMqBroker.shared();
  }
}
