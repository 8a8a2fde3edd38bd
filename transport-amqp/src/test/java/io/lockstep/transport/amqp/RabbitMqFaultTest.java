package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RabbitMqFaultTest extends BrokerFaultContract<RabbitMqBroker> {
  @Override
  RabbitMqBroker sharedBroker() {
    return RabbitMqBroker.shared();
  }

  @Test
  void aBrokerThatRunsOutOfMemoryBlocksNoCallerAndCarriesOnAfterwards() {
    TestNode sender = node();
    TestNode receiver = node();
    byte[] frame = new byte[500_000];

    broker().control("set_vm_memory_high_watermark", "0.00001");
    try {
      // Until the sockets and the outbox are full; each call returns at once.
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                sender.transport().send(receiver.id(), frame);
                return sender.dropped() > 0;
              });
      assertThat(sender.listener().count("disconnected")).isZero();
    } finally {
      broker().control("set_vm_memory_high_watermark", "0.4");
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              sender.send(receiver, "relieved");
              return receiver.listener().texts().contains("relieved");
            });
  }

  @Test
  void aTransportClosesInTimeWhileTheBrokerReadsNothing() {
    TestNode sender = node();
    byte[] frame = new byte[500_000];
    broker().control("set_vm_memory_high_watermark", "0.00001");
    try {
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                sender.transport().broadcast(frame);
                return sender.dropped() > 0;
              });
      long start = System.nanoTime();

      sender.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    } finally {
      broker().control("set_vm_memory_high_watermark", "0.4");
    }
  }
}
