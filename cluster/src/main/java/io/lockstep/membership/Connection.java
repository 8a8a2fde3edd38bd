package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import java.time.Duration;

/**
 * Whether this node may draw conclusions about others: it must be connected, which its own echo
 * shows, and must not have slept itself.
 */
final class Connection {
  private final EventLoop loop;
  private final long periodNanos;
  private final long detectionNanos;
  private volatile boolean transportUp;
  private volatile long lastEcho;
  private long lastTick;
  private long frozenUntil;

  Connection(EventLoop loop, Duration heartbeatPeriod, Duration detectionTime) {
    this.loop = loop;
    this.periodNanos = heartbeatPeriod.toNanos();
    this.detectionNanos = detectionTime.toNanos();
    lastTick = loop.nanoTime();
    frozenUntil = lastTick;
  }

  void up() {
    transportUp = true;
    lastEcho = loop.nanoTime();
  }

  void down() {
    transportUp = false;
  }

  void echo() {
    lastEcho = loop.nanoTime();
  }

  /**
   * Called several times per heartbeat period.
   *
   * @return whether the node slept for a heartbeat period or longer since the last call
   */
  boolean tick() {
    long now = loop.nanoTime();
    boolean slept = now - lastTick > periodNanos;
    if (slept) {
      frozenUntil = now + detectionNanos;
    }
    lastTick = now;
    return slept;
  }

  /** May be called from any thread. */
  boolean isConnected() {
    return transportUp && loop.nanoTime() - lastEcho <= 2 * periodNanos;
  }

  /** Also false in the moment after a sleep, before {@link #tick()} has noticed it. */
  boolean mayJudge() {
    long now = loop.nanoTime();
    return isConnected() && now - lastTick <= periodNanos && now - frozenUntil >= 0;
  }
}
