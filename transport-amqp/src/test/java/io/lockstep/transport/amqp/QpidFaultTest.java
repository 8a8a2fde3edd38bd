package io.lockstep.transport.amqp;

class QpidFaultTest extends BrokerFaultContract<QpidBroker> {
  @Override
  QpidBroker sharedBroker() {
    return QpidBroker.shared();
  }
}
