package io.lockstep.transport.amqp;

class QpidJudgementTest extends JudgementContract {
  @Override
  TestBroker startBroker() {
    return QpidBroker.start();
  }
}
