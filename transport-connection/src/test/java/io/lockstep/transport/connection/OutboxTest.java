package io.lockstep.transport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.connection.Outbox.Outgoing;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  private static Outgoing frame(int bytes) {
    return new Outgoing(null, new byte[bytes]);
  }

  @Test
  void framesLeaveInTheirOrder() throws InterruptedException {
    Outgoing first = frame(1);
    Outgoing second = frame(2);
    outbox.offer(first);
    outbox.offer(second);

    assertThat(outbox.take()).isSameAs(first);
    assertThat(outbox.take()).isSameAs(second);
  }

  @Test
  void itTakesABoundedNumberOfFrames() {
    for (int i = 0; i < Outbox.MOST_FRAMES; i++) {
      assertThat(outbox.offer(frame(0))).isTrue();
    }

    assertThat(outbox.offer(frame(0))).isFalse();
  }

  @Test
  void itTakesABoundedNumberOfBytesAndAnyAgainOnceThereIsRoom() throws InterruptedException {
    int frames = (int) (Outbox.MOST_BYTES >> 20);
    for (int i = 0; i < frames; i++) {
      assertThat(outbox.offer(frame(1 << 20))).isTrue();
    }
    assertThat(outbox.offer(frame(1))).isFalse();

    outbox.take();

    assertThat(outbox.offer(frame(1 << 20))).isTrue();
    assertThat(outbox.offer(frame(1))).isFalse();
  }

  @Test
  void whatIsDiscardedIsCountedWithoutTheEnd() {
    outbox.offer(frame(1));
    outbox.offer(frame(1));
    outbox.offer(Outbox.END);

    assertThat(outbox.discard()).isEqualTo(2);
    assertThat(outbox.discard()).isZero();
  }
}
