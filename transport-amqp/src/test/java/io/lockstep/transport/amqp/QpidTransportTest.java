package io.lockstep.transport.amqp;

class QpidTransportTest extends AmqpTransportContract {
  @Override
  TestBroker sharedBroker() {
    return QpidBroker.shared();
  }
}
