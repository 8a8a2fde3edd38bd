package io.lockstep.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * A loop in {@link VirtualTime}. Between two of its steps, those of other loops may run. A task
 * that throws ends the run of the virtual time: in a simulation nothing may fail unseen. So does
 * one that would wait for something.
 */
public final class VirtualEventLoop implements EventLoop, AutoCloseable {
  private static final int LONGEST_STEP_NS = 20_000;

  private final VirtualTime time;
  private final VirtualClock clock;
  private final RandomGenerator random;
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private long busyUntilNs;
  private boolean stepScheduled;
  private boolean paused;
  private boolean closed;

  VirtualEventLoop(VirtualTime time, VirtualClock clock, RandomGenerator random) {
    this.time = time;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void execute(Runnable task) {
    if (!closed) {
      ready.add(task);
      scheduleStep();
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return time.scheduleNanos(clock.trueNanos(delay.toNanos()), () -> execute(task));
  }

  @Override
  public boolean inLoop() {
    return time.running() == this;
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** Stops running tasks, as a stopped process does: they wait, and time passes. */
  public void pause() {
    paused = true;
  }

  /** Goes on with what waited since {@link #pause()}, timers that came due included. */
  public void resume() {
    paused = false;
    scheduleStep();
  }

  /** Drops all tasks for good, as a killed process does. */
  @Override
  public void close() {
    closed = true;
    ready.clear();
  }

  private void scheduleStep() {
    if (!stepScheduled && !paused && !ready.isEmpty()) {
      stepScheduled = true;
      time.scheduleNanos(busyUntilNs - time.nanos(), this::step);
    }
  }

  private void step() {
    stepScheduled = false;
    Runnable task = paused ? null : ready.poll();
    if (task == null) {
      return;
    }
    busyUntilNs = time.nanos() + costNs();
    var outer = time.running();
    time.running(this);
    try {
      UnwaitingStep.run(task);
    } finally {
      time.running(outer);
    }
    scheduleStep();
  }

  private long costNs() {
    return random.nextBoolean() ? random.nextInt(LONGEST_STEP_NS) : 0;
  }
}
