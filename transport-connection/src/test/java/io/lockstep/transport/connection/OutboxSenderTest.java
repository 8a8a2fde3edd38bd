package io.lockstep.transport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.connection.Outbox.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxSenderTest {
  private final Outbox outbox = new Outbox();
  private final List<String> ends = new ArrayList<>();
  private final TrafficCounters counters = new TrafficCounters();

  private void run(OutboxSender.Carrier carrier) {
    new OutboxSender(outbox, carrier, counters, ends::add).run();
  }

  @Test
  void framesAreCarriedInTheirOrderAndCounted() {
    List<Integer> carried = new ArrayList<>();
    outbox.offer(new Outgoing(null, new byte[1]));
    outbox.offer(new Outgoing(null, new byte[2]));
    outbox.offer(Outbox.END);

    run(outgoing -> carried.add(outgoing.frame().length));

    assertThat(carried).containsExactly(1, 2);
    assertThat(counters.read("x").sentFrames()).isEqualTo(2);
    assertThat(counters.read("x").sentBytes()).isEqualTo(3);
    assertThat(counters.read("x").droppedFrames()).isZero();
  }

  @Test
  void whateverEndsItIsToldSoThatTheLinkIsMadeAnewAndAllThatIsLeftIsCounted() {
    outbox.offer(new Outgoing(null, new byte[1]));
    outbox.offer(new Outgoing(null, new byte[1]));

    run(
        outgoing -> {
          throw new OutOfMemoryError("steered");
        });

    assertThat(ends).containsExactly("steered");
    assertThat(counters.read("x").droppedFrames()).isEqualTo(2);
    assertThat(counters.read("x").sentFrames()).isZero();
  }

  @Test
  void theEndOfTheOutboxIsToldToo() {
    outbox.offer(Outbox.END);

    run(outgoing -> {});

    assertThat(ends).hasSize(1);
  }
}
