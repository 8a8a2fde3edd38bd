package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Whether this node may draw conclusions about others: it must be connected, which its own echo
 * over every transport instance shows, and must not have slept itself.
 */
final class Connection {
  private final EventLoop loop;
  private final int instances;
  private final long periodNanos;
  private final long detectionNanos;
  private final AtomicLongArray lastEchoes;
  private volatile boolean transportUp;
  private volatile long lastTick;

  /** A bit for each instance over which nothing sent since this node slept has come back. */
  private volatile int waking;

  private long frozenUntil;
  private long firstAwake;

  Connection(EventLoop loop, int instances, Duration heartbeatPeriod, Duration detectionTime) {
    this.loop = loop;
    this.instances = instances;
    this.periodNanos = heartbeatPeriod.toNanos();
    this.detectionNanos = detectionTime.toNanos();
    lastEchoes = new AtomicLongArray(instances);
    lastTick = loop.nanoTime();
    frozenUntil = lastTick;
  }

  void up() {
    long now = loop.nanoTime();
    for (int instance = 0; instance < instances; instance++) {
      lastEchoes.set(instance, now);
    }
    transportUp = true;
  }

  void down() {
    transportUp = false;
  }

  /**
   * An own heartbeat came back over the instance.
   *
   * @return whether this is the first one sent since this node slept, over the last instance of
   *     which that is true: only what is heard from now on is no older than that
   */
  boolean echo(int instance, long number) {
    int bit = 1 << instance;
    int before = waking;
    boolean awakes = (before & bit) != 0 && number >= firstAwake;
    if ((before & bit) == 0 || awakes) {
      lastEchoes.set(instance, loop.nanoTime());
      waking = before & ~bit;
    }
    return awakes && waking == 0;
  }

  /**
   * Called several times per heartbeat period.
   *
   * @param next the number of the next heartbeat to be sent
   * @return whether the node slept for a heartbeat period or longer since the last call
   */
  boolean tick(long next) {
    long now = loop.nanoTime();
    boolean slept = now - lastTick > periodNanos;
    if (slept) {
      frozenUntil = now + detectionNanos;
      waking = (1 << instances) - 1;
      firstAwake = next;
    }
    lastTick = now;
    return slept;
  }

  /**
   * Whether all instances are up and this node hears itself over each; false from a sleep on,
   * noticed or not, until it has heard itself again. May be called from any thread.
   */
  boolean isConnected() {
    long now = loop.nanoTime();
    return transportUp && waking == 0 && now - lastTick <= periodNanos && hasLatelyHeardItself(now);
  }

  private boolean hasLatelyHeardItself(long now) {
    for (int instance = 0; instance < instances; instance++) {
      if (now - lastEchoes.get(instance) > 2 * periodNanos) {
        return false;
      }
    }
    return true;
  }

  boolean mayJudge() {
    return isConnected() && loop.nanoTime() - frozenUntil >= 0;
  }
}
