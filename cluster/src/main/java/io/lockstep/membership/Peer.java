package io.lockstep.membership;

import io.lockstep.membership.Member.Suspicion;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A member with what only this node knows of it, over each transport instance: it is trusted again
 * only when it has been heard over each one that made it suspected. Changed by the loop alone.
 */
final class Peer {
  private volatile Member member;

  /** When it was last heard, or was forgiven its silence: what suspicion goes by. */
  private final long[] lastHeard;

  /** When it was truly last heard: what freshness goes by. Any thread may read it. */
  private final AtomicLongArray lastFrames;

  /** A bit for each instance whose last frame may have been on its way for long. */
  private volatile int stale;

  /** A bit for each instance over which it is suspected. */
  private int doubts;

  private volatile boolean replaced;

  Peer(Member member, int instances, long now) {
    this.member = member;
    this.lastHeard = new long[instances];
    this.lastFrames = new AtomicLongArray(instances);
    for (int instance = 0; instance < instances; instance++) {
      lastHeard[instance] = now;
      lastFrames.set(instance, now);
    }
  }

  Member member() {
    return member;
  }

  void update(Member latest) {
    member = latest;
  }

  /** Its server has started again: this life is over as soon as the loop says so. */
  void replace() {
    replaced = true;
  }

  boolean isReplaced() {
    return replaced;
  }

  /** Returns whether it was suspected until now, and is so no more. */
  boolean heard(int instance, long now) {
    int bit = 1 << instance;
    lastHeard[instance] = now;
    lastFrames.set(instance, now);
    int others = stale & ~bit;
    stale = others;
    doubts &= ~bit;
    boolean trusted = doubts == 0 && member.isSuspected();
    if (trusted) {
      member = member.suspected(Suspicion.NONE);
    }
    return trusted;
  }

  boolean doubt(int instance) {
    int before = doubts;
    doubts |= 1 << instance;
    return doubts != before;
  }

  void doubtSilent(long since) {
    for (int instance = 0; instance < lastHeard.length; instance++) {
      if (since - lastHeard[instance] > 0) {
        doubts |= 1 << instance;
      }
    }
  }

  void forgetFreshness() {
    stale = (1 << lastHeard.length) - 1;
  }

  boolean isFresh() {
    return stale == 0;
  }

  void forgive(long now) {
    Arrays.fill(lastHeard, now);
  }

  boolean isSilentSince(long since) {
    return isSilentSince(since, -1);
  }

  /** Over another instance than this one. */
  boolean isSilentSince(long since, int but) {
    for (int instance = 0; instance < lastHeard.length; instance++) {
      if (instance != but && since - lastHeard[instance] > 0) {
        return true;
      }
    }
    return false;
  }

  long longestSilence(long now) {
    long longest = now - lastFrames.get(0);
    for (int instance = 1; instance < lastFrames.length(); instance++) {
      longest = Math.max(longest, now - lastFrames.get(instance));
    }
    return longest;
  }
}
