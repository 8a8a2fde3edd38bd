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
  private volatile long lastTick;
  private volatile boolean waking;
  private long frozenUntil;
  private long firstAwake;

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

  /**
   * An own heartbeat came back.
   *
   * @return whether this is the first one sent since this node slept: only what is heard from now
   *     on is no older than that
   */
  boolean echo(long number) {
    boolean awakes = waking && number >= firstAwake;
    if (!waking || awakes) {
      waking = false;
      lastEcho = loop.nanoTime();
    }
    return awakes;
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
      waking = true;
      firstAwake = next;
    }
    lastTick = now;
    return slept;
  }

  /**
   * Whether the transport is up and this node hears itself; false from a sleep on, noticed or not,
   * until it has heard itself again. May be called from any thread.
   */
  boolean isConnected() {
    long now = loop.nanoTime();
    return transportUp
        && !waking
        && now - lastTick <= periodNanos
        && now - lastEcho <= 2 * periodNanos;
  }

  boolean mayJudge() {
    return isConnected() && loop.nanoTime() - frozenUntil >= 0;
  }
}
