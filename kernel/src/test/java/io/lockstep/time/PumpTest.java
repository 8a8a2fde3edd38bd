package io.lockstep.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PumpTest {
  private final VirtualTime time = new VirtualTime(1);
  private final VirtualEventLoop loop = time.loop(time.clock(), new SplittableRandom(1));
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private boolean blocked;
  private final Pump pump =
      new Pump(loop, () -> !waiting.isEmpty() && !blocked, () -> done.add(waiting.remove()));

  private void bring(int piece) {
    waiting.add(piece);
    pump.wake();
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  @Test
  void doesEachPieceInItsOrder() {
    for (int piece = 0; piece < 100; piece++) {
      bring(piece);
    }
    pass(Duration.ofSeconds(1));
    assertThat(done).hasSize(100).isSorted();
  }

  @Test
  void leavesTheLoopToOthersBetweenTwoPieces() {
    bring(1);
    bring(2);
    loop.execute(() -> done.add(99));
    pass(Duration.ofSeconds(1));
    assertThat(done).containsExactly(1, 99, 2);
  }

  @Test
  void doesWhatCameWhileItPausedWithoutAnotherWakeUp() {
    bring(1);
    pass(Duration.ofMillis(1));
    waiting.add(2);
    pass(Duration.ofSeconds(1));
    assertThat(done).containsExactly(1, 2);
  }

  @Test
  void standsStillWhileNothingCanBeDoneAndGoesOnWhenWoken() {
    blocked = true;
    bring(1);
    pass(Duration.ofSeconds(1));
    assertThat(done).isEmpty();
    blocked = false;
    pump.wake();
    pass(Duration.ofSeconds(1));
    assertThat(done).containsExactly(1);
  }
}
