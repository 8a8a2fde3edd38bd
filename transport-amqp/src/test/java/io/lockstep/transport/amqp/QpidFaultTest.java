package io.lockstep.transport.amqp;

class QpidFaultTest extends AmqpFaultContract<QpidBroker> {
  @Override
  QpidBroker sharedBroker() {
    return QpidBroker.shared();
  }
}
