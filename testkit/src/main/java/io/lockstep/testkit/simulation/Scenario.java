package io.lockstep.testkit.simulation;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.BackupPeriods;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a seed stands for: the size of the cluster, its network and its settings.
 *
 * @param machineIds one per server
 * @param versions of the application, one per server
 * @param brokered whether the network has an arbitrating broker
 * @param busy how long visitors come and faults happen
 * @param clockSkew how far a clock may be wrong
 */
record Scenario(
    List<String> machineIds,
    List<String> versions,
    boolean brokered,
    SessionSettings sessions,
    Duration heartbeatPeriod,
    int maxMissedHeartbeats,
    Duration busy,
    Duration clockSkew) {
  private static final Duration QUICK_TASK = Duration.ofSeconds(3);
  private static final Duration USUAL = Duration.ofMinutes(10);

  /** Longer than anything is remembered of sessions that are gone. */
  private static final Duration LONG = Duration.ofMinutes(25);

  static Scenario from(RandomGenerator random) {
    var seeded = new Seeded(random);
    int servers = seeded.between(2, 7);
    boolean quick = random.nextBoolean();
    List<String> machineIds =
        IntStream.range(0, servers).mapToObj(i -> "m" + (seeded.oneIn(8) ? 0 : i)).toList();
    boolean brokered = random.nextBoolean();
    SessionSettings sessions = sessions(seeded, servers);
    boolean strict = seeded.oneIn(4);
    boolean upgraded = seeded.oneIn(3);
    return new Scenario(
        strict ? paired(machineIds) : machineIds,
        IntStream.range(0, servers).mapToObj(i -> upgraded && i % 2 == 1 ? "2" : "1").toList(),
        brokered,
        strict ? sessions.toBuilder().requireOtherMachine(true).build() : sessions,
        Duration.ofSeconds(quick ? 1 : 5),
        quick ? 5 : 10,
        seeded.oneIn(20) ? LONG : USUAL,
        Duration.ofHours(1));
  }

  /** The first two servers share a machine, so that the choice of a backup is between unequals. */
  private static List<String> paired(List<String> machineIds) {
    return machineIds.size() == 2
        ? machineIds
        : Stream.concat(Stream.of("m0", "m0"), machineIds.stream().skip(2)).toList();
  }

  private static SessionSettings sessions(Seeded seeded, int servers) {
    return SessionSettings.builder("simulation")
        .replication(seeded.oneIn(8) ? Replication.ASYNC : Replication.ACKNOWLEDGED)
        .whenUnavailable(seeded.oneIn(6) ? WhenUnavailable.FAIL : WhenUnavailable.PROCEED)
        .backups(servers > 2 && seeded.oneIn(5) ? 2 : 1)
        .build();
  }

  /** The same, busy for so long. */
  Scenario lasting(Duration newBusy) {
    return new Scenario(
        machineIds,
        versions,
        brokered,
        sessions,
        heartbeatPeriod,
        maxMissedHeartbeats,
        newBusy,
        clockSkew);
  }

  /** The same, with sessions that are passivated as soon as they may be. */
  Scenario passivating() {
    return new Scenario(
        machineIds,
        versions,
        brokered,
        sessions.toBuilder().passivateAfter(Duration.ofMillis(1)).build(),
        heartbeatPeriod,
        maxMissedHeartbeats,
        busy,
        clockSkew);
  }

  /** The same, with clocks that are wrong by no more. */
  Scenario withClockSkew(Duration most) {
    return new Scenario(
        machineIds, versions, brokered, sessions, heartbeatPeriod, maxMissedHeartbeats, busy, most);
  }

  int servers() {
    return machineIds.size();
  }

  /** Where heartbeats are quick, so is what looks after backups. */
  BackupManagement backups() {
    BackupPeriods usual = BackupPeriods.defaults();
    boolean isQuick = heartbeatPeriod.compareTo(QUICK_TASK) < 0;
    return isQuick
        ? BackupManagement.defaults()
            .withPeriods(
                new BackupPeriods(
                    usual.assignment(), QUICK_TASK, usual.cleanup(), QUICK_TASK, QUICK_TASK))
        : BackupManagement.defaults();
  }

  /** For the server with this number. */
  MembershipSettings membership(int server) {
    return new MembershipSettings(
        heartbeatPeriod,
        maxMissedHeartbeats,
        Duration.ofSeconds(10),
        machineIds.get(server),
        versions.get(server));
  }

  /** Whether calls wait for their backups, and so should be told that these have it. */
  boolean acknowledges() {
    return sessions.replication() == Replication.ACKNOWLEDGED;
  }

  /** How many servers may be away while a session still gets all its backups; negative: never. */
  int spareServers() {
    return servers() - mostAlike() - sessions.backups();
  }

  /** How many servers cannot be backups at the most: the owner, or all on its machine. */
  int mostAlike() {
    return machineIds.stream()
        .filter(machine -> sessions.requireOtherMachine())
        .mapToInt(machine -> Collections.frequency(machineIds, machine))
        .max()
        .orElse(1);
  }

  /**
   * The share of the answers that must be acknowledged at the least. Far below what is usual, but
   * far above what an engine gets that protects nothing. With no server to spare, each one's
   * absence leaves all without protection.
   */
  double leastAcknowledged() {
    if (!acknowledges() || spareServers() < 0) {
      return 0;
    }
    return spareServers() == 0 ? 0.3 : 0.6;
  }

  Duration detectionTime() {
    return heartbeatPeriod.multipliedBy(maxMissedHeartbeats);
  }

  @Override
  public String toString() {
    return "%d servers %s, %s, heartbeat %s x %d, %d backups%s, %s, when unavailable %s, %d min"
        .formatted(
            servers(),
            machineIds,
            brokered ? "broker" : "plain",
            heartbeatPeriod,
            maxMissedHeartbeats,
            sessions.backups(),
            sessions.requireOtherMachine() ? " on other machines" : "",
            sessions.replication(),
            sessions.whenUnavailable(),
            busy.toMinutes());
  }
}
