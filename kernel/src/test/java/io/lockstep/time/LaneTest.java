package io.lockstep.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final Deque<Runnable> worker = new ArrayDeque<>();
  private final Lane lane = new Lane(worker::add, 100);
  private final List<String> done = new ArrayList<>();

  @Test
  void goesOnAfterATaskThatFails() {
    lane.offer(
        () -> {
          throw new IllegalStateException("on purpose");
        },
        1);
    lane.offer(() -> done.add("next"), 1);

    worker.remove().run();

    assertThat(done).containsExactly("next");
  }

  @Test
  void goesOnAfterAnErrorThatEndsTheWorkersTurn() {
    lane.offer(
        () -> {
          throw new AssertionError("on purpose");
        },
        1);
    lane.offer(() -> done.add("next"), 1);

    assertThatThrownBy(() -> worker.remove().run()).isInstanceOf(AssertionError.class);
    worker.remove().run();

    assertThat(done).containsExactly("next");
  }

  @Test
  void takesNothingWhileTooMuchWaits() {
    assertThat(lane.offer(() -> done.add("first"), 100)).isTrue();
    assertThat(lane.offer(() -> done.add("too much"), 1)).isFalse();
    worker.remove().run();
    assertThat(lane.offer(() -> done.add("second"), 1)).isTrue();
    worker.remove().run();

    assertThat(done).containsExactly("first", "second");
  }
}
