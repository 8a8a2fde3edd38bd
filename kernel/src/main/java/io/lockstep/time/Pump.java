package io.lockstep.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Does work that application threads leave to the loop, one piece in each of its steps, so that a
 * flood of it holds up nobody. While work goes on, what comes within a millisecond is done
 * together, and the threads that bring it need not wake the loop for each piece. Thread-safe.
 */
public final class Pump {
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final EventLoop loop;
  private final BooleanSupplier ready;
  private final Runnable work;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * A pump that stands still.
   *
   * @param ready whether there is work that can be done now
   * @param work does one piece of it; both are called on the loop
   */
  public Pump(EventLoop loop, BooleanSupplier ready, Runnable work) {
    this.loop = loop;
    this.ready = ready;
    this.work = work;
  }

  /** There may be work. May be called from any thread. */
  public void wake() {
    if (scheduled.compareAndSet(false, true)) {
      loop.execute(this::step);
    }
  }

  private void step() {
    if (!ready.getAsBoolean()) {
      scheduled.set(false);
      // Who brought something just before that has left it to this step.
      if (ready.getAsBoolean()) {
        wake();
      }
      return;
    }
    work.run();
    if (ready.getAsBoolean()) {
      loop.execute(this::step);
    } else {
      loop.schedule(PAUSE, this::step);
    }
  }
}
