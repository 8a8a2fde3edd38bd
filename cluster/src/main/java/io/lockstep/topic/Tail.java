package io.lockstep.topic;

import io.lockstep.time.EventLoop;
import io.lockstep.time.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far a publisher has come when nothing more follows: after a lost last message no later
 * one would show the gap. First a quarter of a second after it, then ever more rarely, since that
 * may be lost, too. Lives on the loop.
 */
final class Tail {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration RAREST = Duration.ofSeconds(10);

  private final EventLoop loop;
  private final Runnable tell;
  private Duration delay = FIRST;
  private @Nullable Timer timer;
  private boolean moved;

  Tail(EventLoop loop, Runnable tell) {
    this.loop = loop;
    this.tell = tell;
  }

  /** There is a new last message, or somebody new who may have missed it. */
  void moved() {
    moved = true;
    if (timer == null || delay.compareTo(FIRST) > 0) {
      stop();
      delay = FIRST;
      wait(delay);
    }
  }

  private void wait(Duration time) {
    timer = loop.schedule(time, this::look);
  }

  private void look() {
    if (moved) {
      moved = false;
      delay = FIRST;
    } else {
      tell.run();
      Duration longer = delay.multipliedBy(2);
      delay = longer.compareTo(RAREST) < 0 ? longer : RAREST;
    }
    wait(delay);
  }

  /** Nothing is told until the next {@link #moved}. */
  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
