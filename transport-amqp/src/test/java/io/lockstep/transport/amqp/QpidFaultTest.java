package io.lockstep.transport.amqp;

class QpidFaultTest extends AmqpFaultContract<QpidBroker> {
  @Override
  QpidBroker startBroker() {
    return QpidBroker.start();
  }
}
