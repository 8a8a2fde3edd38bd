package io.lockstep.transport.amqp;

class QpidJudgementTest extends JudgementContract {
  @Override
  TestBroker sharedBroker() {
    return QpidBroker.shared();
  }
}
