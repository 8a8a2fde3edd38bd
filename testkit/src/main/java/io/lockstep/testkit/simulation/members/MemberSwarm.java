package io.lockstep.testkit.simulation.members;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.testkit.simulation.network.PlainNetwork;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Very many members with the default settings on a network without an arbiter, so that deaths are
 * decided by vote, in virtual time and on the calling thread. They are real memberships on real
 * messengers; what else a node has is left out. Not thread-safe.
 */
public final class MemberSwarm {
  private static final MembershipSettings SETTINGS = MembershipSettings.defaults("machine");
  private static final Duration LOOK = Duration.ofMillis(100);

  private final VirtualTime time;
  private final SplittableRandom random;
  private final PlainNetwork network;
  private final List<SwarmMember> all = new ArrayList<>();
  private final List<SwarmMember> living = new ArrayList<>();
  private int starting;

  /** Nobody yet. */
  public MemberSwarm(long seed) {
    time = new VirtualTime(seed);
    random = new SplittableRandom(seed);
    network = new PlainNetwork(time, random.split());
  }

  /** How many live. */
  public int size() {
    return living.size();
  }

  /** Starts so many, each at some instant of the next heartbeat period. */
  public void start(int members) {
    starting += members;
    for (int i = 0; i < members; i++) {
      time.schedule(
          Duration.ofNanos(random.nextLong(SETTINGS.heartbeatPeriod().toNanos())), this::startOne);
    }
  }

  private void startOne() {
    var member = new SwarmMember(time, network, SETTINGS, "server-" + all.size(), random.split());
    starting--;
    all.add(member);
    living.add(member);
    member.start();
  }

  /** Kills so many at once, drawn by lot. */
  public void kill(int members) {
    for (int i = 0; i < members; i++) {
      living.remove(random.nextInt(living.size())).kill();
    }
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  /**
   * Lets time pass until all that live see all that live, and nobody else, and suspect nobody.
   *
   * @return how long that took, within 0.1 s
   * @throws IllegalStateException when it takes longer than the time given
   */
  public Duration untilAgreed(Duration patience) {
    return until(this::isAgreed, patience);
  }

  /**
   * Lets time pass until some member knows fewer others than that.
   *
   * @return how long that took, within 0.1 s
   * @throws IllegalStateException when it takes longer than the time given
   */
  public Duration untilSomebodyKnowsFewerThan(int others, Duration patience) {
    return until(() -> living.stream().anyMatch(member -> member.known() < others), patience);
  }

  private Duration until(BooleanSupplier reached, Duration patience) {
    Duration begin = time.elapsed();
    while (!reached.getAsBoolean()) {
      if (time.elapsed().minus(begin).compareTo(patience) > 0) {
        throw new IllegalStateException(
            "%d members have not come to it within %s".formatted(living.size(), patience));
      }
      pass(LOOK);
    }
    return time.elapsed().minus(begin);
  }

  /** Whether all have started, and all views are the same, and true. */
  public boolean isAgreed() {
    Set<NodeId> ids = new HashSet<>();
    living.forEach(member -> ids.add(member.id()));
    return starting == 0 && living.stream().allMatch(member -> member.sees(ids));
  }

  /** What all have used until now. */
  public Usage usage() {
    return all.stream().map(SwarmMember::usage).reduce(Usage.ofThread(), Usage::plus);
  }
}
