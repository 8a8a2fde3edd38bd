package io.lockstep.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SynchronizationTest {
  private static final List<Long> THOUSAND = LongStream.rangeClosed(1, 1_000).boxed().toList();

  private final AtomicLong asked = new AtomicLong();
  private final VirtualTime time = new VirtualTime(1);
  private final Synchronization synchronization =
      new Synchronization(
          time.loop(time.clock(), new SplittableRandom(1)),
          VirtualMember.SETTINGS,
          node -> {
            asked.incrementAndGet();
            return false;
          });

  @BeforeEach
  void begin() {
    synchronization.begin();
    synchronization.answered(THOUSAND);
  }

  /** Each heartbeat that comes in while a node starts asks it. */
  @Test
  void whetherItIsCompleteIsKnownWithoutALookAtAllWhoAreExpected() {
    asked.set(0);
    for (int heartbeat = 0; heartbeat < 100; heartbeat++) {
      assertThat(synchronization.isComplete()).isFalse();
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void itIsCompleteOnceAllWhoAreExpectedHaveJoinedOrAreOverOrAreDismissed() {
    synchronization.ended(new NodeId(1), false);
    synchronization.dismiss(new NodeId(2));
    LongStream.rangeClosed(3, 999).mapToObj(NodeId::new).forEach(synchronization::joined);
    assertThat(synchronization.unheard()).containsExactly(new NodeId(1_000));
    assertThat(synchronization.isComplete()).isFalse();
    synchronization.joined(new NodeId(1_000));
    assertThat(synchronization.isComplete()).isTrue();
  }
}
