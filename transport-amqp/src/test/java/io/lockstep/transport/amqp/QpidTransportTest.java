package io.lockstep.transport.amqp;

class QpidTransportTest extends AmqpTransportContract {
  @Override
  TestBroker startBroker() {
    return QpidBroker.start();
  }
}
