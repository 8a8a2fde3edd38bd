package io.lockstep.transport.amqp;

class QpidDeathTest extends DeathContract<QpidBroker> {
  @Override
  QpidBroker sharedBroker() {
    return QpidBroker.shared();
  }
}
