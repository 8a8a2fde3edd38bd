package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.TestNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that is short of memory tells publishers to wait. */
class RabbitMqBlockedTest extends AmqpScenario<RabbitMqBroker> {
  private static final String LOG = Blockage.class.getName();

  @Override
  RabbitMqBroker sharedBroker() {
    return RabbitMqBroker.shared();
  }

  private void block() {
    broker().control("set_vm_memory_high_watermark", "0");
  }

  @AfterEach
  void relieve() {
    broker().control("set_vm_memory_high_watermark", "0.4");
  }

  /** The broker tells who publishes next. */
  private static void awaitBlocked(TestNode sender, HeardLog log) {
    await()
        .until(
            () -> {
              sender.broadcast("before");
              return log.lines().stream().anyMatch(line -> line.contains("takes no frames"));
            });
  }

  @Test
  void framesWaitInOrderAndThoseBeyondTheBoundAreDroppedAndCounted() {
    int frames = 20_000;
    network().with("queue-frames", "30000");
    TestNode sender = node();
    TestNode receiver = node();
    try (var log = new HeardLog(LOG)) {
      block();
      awaitBlocked(sender, log);
      await()
          .until(
              () -> {
                long sent = sender.transport().statistics().sentFrames();
                sender.broadcast("before");
                return sender.transport().statistics().sentFrames() == sent;
              });

      for (int i = 0; i < frames; i++) {
        sender.send(receiver, "frame " + i);
      }

      long dropped = sender.dropped();
      assertThat(dropped).isPositive().isLessThan(frames);
      assertThat(sender.transport().statistics().state()).isEqualTo("connected");
      relieve();
      List<String> kept =
          IntStream.range(0, frames - (int) dropped).mapToObj(i -> "frame " + i).toList();
      receiver.awaitText(kept.get(kept.size() - 1));
      assertThat(receiver.listener().texts())
          .filteredOn(text -> text.startsWith("frame"))
          .isEqualTo(kept);
      assertThat(sender.dropped()).isEqualTo(dropped);
      assertThat(sender.listener().count("disconnected")).isZero();
      assertThat(log.lines())
          .hasSize(2)
          .allMatch(line -> line.contains("The broker amqp://guest:***@127.0.0.1"))
          .satisfiesExactly(
              line -> assertThat(line).contains("takes no frames: low on memory"),
              line -> assertThat(line).contains("takes frames again"));
    }
  }

  @Test
  void aNodeThatStartsMeanwhileSaysWhatItWaitsFor() {
    network().with("connection-timeout", "500 ms");
    try (var log = new HeardLog(HeardLog.FAILURES)) {
      block();
      TestNode early = tracked(TestNode.opening(randomId(), network().transport()));

      assertThat(log.awaitLine("takes nothing from those who publish"))
          .contains("low on memory")
          .hasLineCount(1);
      relieve();
      early.awaitEvent("connected");
    }
  }

  @Test
  void aNodeThatIsHeldUpClosesThoughTheBrokerTakesNothing() {
    TestNode sender = node();
    try (var log = new HeardLog(LOG)) {
      block();
      awaitBlocked(sender, log);
      sender.broadcast("waits");

      CompletableFuture.runAsync(sender::close).orTimeout(20, TimeUnit.SECONDS).join();

      assertThat(sender.transport().statistics().state()).isEqualTo("closed");
    }
  }
}
