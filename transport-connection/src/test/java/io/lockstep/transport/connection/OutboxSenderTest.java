package io.lockstep.transport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.connection.Outbox.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxSenderTest {
  private static final int FRAMES = 20_000;

  private final List<String> ends = new ArrayList<>();
  private final TrafficCounters counters = new TrafficCounters();

  private OutboxSender sender(OutboxSender.Carrier carrier) {
    return new OutboxSender(carrier, counters, ends::add);
  }

  private static Outgoing frame(int length) {
    return new Outgoing(null, new byte[length]);
  }

  /** Free for every frame. */
  private interface FreeCarrier extends OutboxSender.Carrier {
    @Override
    default boolean isFreeFor(Outgoing outgoing) {
      return true;
    }
  }

  @Test
  void framesAreCarriedInTheirOrderAndCounted() {
    List<Integer> carried = new ArrayList<>();
    OutboxSender sender = sender(outgoing -> carried.add(outgoing.frame().length));
    sender.offer(frame(1));
    sender.offer(frame(2));
    sender.end();

    sender.run();

    assertThat(carried).containsExactly(1, 2);
    assertThat(counters.read("x").sentFrames()).isEqualTo(2);
    assertThat(counters.read("x").sentBytes()).isEqualTo(3);
    assertThat(counters.read("x").droppedFrames()).isZero();
  }

  @Test
  void whateverEndsItIsToldSoThatTheLinkIsMadeAnewAndAllThatIsLeftIsCounted() {
    OutboxSender sender =
        sender(
            outgoing -> {
              throw new OutOfMemoryError("steered");
            });
    sender.offer(frame(1));
    sender.offer(frame(1));

    sender.run();

    assertThat(ends).containsExactly("steered");
    assertThat(counters.read("x").droppedFrames()).isEqualTo(2);
    assertThat(counters.read("x").sentFrames()).isZero();
  }

  @Test
  void itsEndIsToldToo() {
    OutboxSender sender = sender(outgoing -> {});
    sender.end();

    sender.run();

    assertThat(ends).hasSize(1);
  }

  @Test
  void aFrameForWhichTheCarrierIsFreeIsCarriedByTheCaller() {
    List<Thread> carriers = new ArrayList<>();
    FreeCarrier carrier = outgoing -> carriers.add(Thread.currentThread());

    assertThat(sender(carrier).offer(frame(1))).isTrue();

    assertThat(carriers).containsExactly(Thread.currentThread());
    assertThat(counters.read("x").sentFrames()).isEqualTo(1);
  }

  @Test
  void whatFailsInTheCallersHandsIsToldAndCountedAndNotThrown() {
    FreeCarrier carrier =
        outgoing -> {
          throw new IllegalStateException("steered");
        };

    assertThat(sender(carrier).offer(frame(1))).isTrue();

    assertThat(ends).containsExactly("steered");
    assertThat(counters.read("x").droppedFrames()).isEqualTo(1);
  }

  @Test
  void oneCallersFramesKeepTheirOrderWhoeverCarriesThem() throws InterruptedException {
    List<Integer> carried = new ArrayList<>();
    Map<Boolean, Integer> byCaller = new TreeMap<>();
    Thread caller = Thread.currentThread();
    var carrier =
        new OutboxSender.Carrier() {
          private int asked;

          @Override
          public void carry(Outgoing outgoing) {
            carried.add(outgoing.frame().length);
            byCaller.merge(Thread.currentThread() == caller, 1, Integer::sum);
          }

          @Override
          public boolean isFreeFor(Outgoing outgoing) {
            asked++;
            return asked % 3 != 0;
          }
        };
    OutboxSender sender = sender(carrier);
    var thread = new Thread(sender);
    thread.start();

    for (int i = 0; i < FRAMES; i++) {
      while (!sender.offer(frame(i))) {
        Thread.onSpinWait();
      }
    }
    assertThat(sender.end()).isTrue();
    thread.join();

    assertThat(carried).isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
    assertThat(byCaller).containsOnlyKeys(true, false);
  }

  @Test
  void whileTheThreadWaitsForTheNetworkTheCallerDoesNot() throws InterruptedException {
    var stuck = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    List<Integer> carried = new ArrayList<>();
    var carrier =
        new OutboxSender.Carrier() {
          @Override
          public void carry(Outgoing outgoing) throws InterruptedException {
            stuck.countDown();
            released.await();
            carried.add(outgoing.frame().length);
          }

          @Override
          public boolean isFreeFor(Outgoing outgoing) {
            return outgoing.frame().length > 1;
          }
        };
    OutboxSender sender = sender(carrier);
    var thread = new Thread(sender);
    thread.start();
    sender.offer(frame(1));
    stuck.await();

    assertThat(sender.offer(frame(2))).isTrue();

    released.countDown();
    sender.end();
    thread.join();
    assertThat(carried).containsExactly(1, 2);
  }
}
