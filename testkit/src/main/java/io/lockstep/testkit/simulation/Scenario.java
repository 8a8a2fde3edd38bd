package io.lockstep.testkit.simulation;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a seed stands for: the size of the cluster, its network and its settings.
 *
 * @param machineIds one per server
 * @param brokered whether the network has an arbitrating broker
 */
record Scenario(
    List<String> machineIds,
    boolean brokered,
    SessionSettings sessions,
    Duration heartbeatPeriod,
    int maxMissedHeartbeats) {
  /** How long visitors come and faults happen. */
  static final Duration BUSY = Duration.ofMinutes(10);

  static Scenario from(RandomGenerator random) {
    var seeded = new Seeded(random);
    int servers = seeded.between(2, 7);
    boolean quick = random.nextBoolean();
    return new Scenario(
        IntStream.range(0, servers).mapToObj(i -> "m" + (seeded.oneIn(8) ? 0 : i)).toList(),
        random.nextBoolean(),
        sessions(seeded, servers),
        Duration.ofSeconds(quick ? 1 : 5),
        quick ? 5 : 10);
  }

  private static SessionSettings sessions(Seeded seeded, int servers) {
    return new SessionSettings(
        seeded.oneIn(8) ? Replication.ASYNC : Replication.ACKNOWLEDGED,
        seeded.oneIn(6) ? WhenUnavailable.FAIL : WhenUnavailable.PROCEED,
        NonSerializable.ERROR,
        Duration.ofSeconds(2),
        servers > 2 && seeded.oneIn(5) ? 2 : 1,
        false,
        "simulation");
  }

  int servers() {
    return machineIds.size();
  }

  MembershipSettings membership(String machineId) {
    return new MembershipSettings(
        heartbeatPeriod, maxMissedHeartbeats, Duration.ofSeconds(10), machineId, "");
  }

  Duration detectionTime() {
    return heartbeatPeriod.multipliedBy(maxMissedHeartbeats);
  }

  @Override
  public String toString() {
    return "%d servers %s, %s, heartbeat %s x %d, %d backups, %s, when unavailable %s"
        .formatted(
            servers(),
            machineIds,
            brokered ? "broker" : "plain",
            heartbeatPeriod,
            maxMissedHeartbeats,
            sessions.backups(),
            sessions.replication(),
            sessions.whenUnavailable());
  }
}
