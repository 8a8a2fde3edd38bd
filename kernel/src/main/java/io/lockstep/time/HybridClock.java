package io.lockstep.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hybrid logical clock: stamps that follow the wall clock, always rise, and are above any stamp
 * that they are to follow, however wrong the wall clocks are.
 *
 * <p>A stamp is milliseconds since 1970, shifted by 16 bits for those made within one millisecond.
 * Thread-safe, without a lock.
 */
public final class HybridClock {
  private static final int COUNTER_BITS = 16;

  /** No wall clock is further ahead than this; a stamp that is, pulls nobody along. */
  private static final long MOST_AHEAD = Duration.ofDays(1).toMillis() << COUNTER_BITS;

  private final EventLoop loop;
  private final AtomicLong last = new AtomicLong();

  /** A clock that follows the loop's wall clock. */
  public HybridClock(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Returns a stamp above all that this clock has made or observed, and above the floor.
   *
   * @param floor the stamp of what is replaced, or 0
   */
  public long tickAbove(long floor) {
    long now = wall();
    long stamp = last.updateAndGet(latest -> Math.max(now, latest + 1));
    // A floor that is far ahead of all clocks lifts this one stamp, not all that follow.
    return floor < stamp ? stamp : liftAbove(floor, now);
  }

  private long liftAbove(long floor, long now) {
    if (floor - now > MOST_AHEAD) {
      return floor + 1;
    }
    return last.updateAndGet(latest -> Math.max(latest, floor) + 1);
  }

  /** Later stamps of this clock are above the given one, unless that is a day ahead or more. */
  public void observe(long stamp) {
    if (stamp > last.get() && stamp - wall() <= MOST_AHEAD) {
      last.accumulateAndGet(stamp, Math::max);
    }
  }

  private long wall() {
    return loop.now().toEpochMilli() << COUNTER_BITS;
  }
}
