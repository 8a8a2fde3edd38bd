package io.lockstep.transport.amqp;

class RabbitMqJudgementTest extends JudgementContract {
  @Override
  TestBroker startBroker() {
    return RabbitMqBroker.start();
  }
}
