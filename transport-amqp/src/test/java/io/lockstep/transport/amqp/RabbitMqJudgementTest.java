package io.lockstep.transport.amqp;

class RabbitMqJudgementTest extends JudgementContract {
  @Override
  TestBroker sharedBroker() {
    return RabbitMqBroker.shared();
  }
}
