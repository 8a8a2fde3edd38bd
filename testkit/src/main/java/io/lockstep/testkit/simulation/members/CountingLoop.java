package io.lockstep.testkit.simulation.members;

import io.lockstep.time.EventLoop;
import io.lockstep.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A loop that counts how often its node looks at the clock, as a scan of all members does. */
final class CountingLoop implements EventLoop {
  private final EventLoop loop;
  private long clockReads;

  CountingLoop(EventLoop loop) {
    this.loop = loop;
  }

  long clockReads() {
    return clockReads;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return loop.schedule(delay, task);
  }

  @Override
  public boolean inLoop() {
    return loop.inLoop();
  }

  @Override
  public long nanoTime() {
    clockReads++;
    return loop.nanoTime();
  }

  @Override
  public Instant now() {
    return loop.now();
  }

  @Override
  public RandomGenerator random() {
    return loop.random();
  }
}
