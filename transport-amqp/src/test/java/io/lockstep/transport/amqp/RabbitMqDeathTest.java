package io.lockstep.transport.amqp;

class RabbitMqDeathTest extends DeathContract<RabbitMqBroker> {
  @Override
  RabbitMqBroker sharedBroker() {
    return RabbitMqBroker.shared();
  }
}
