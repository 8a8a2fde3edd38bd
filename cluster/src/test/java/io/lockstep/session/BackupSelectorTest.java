package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.membership.Member;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An application's own selector decides where backups go, and can harm nothing. */
class BackupSelectorTest extends SessionTestBase {
  private static final Duration PERIOD = Duration.ofSeconds(20);
  private static final BackupPeriods PERIODS =
      new BackupPeriods(
          PERIOD,
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  private BackupSelector behaviour = (candidates, origin) -> Optional.empty();

  private Server start(String server) {
    return start(server, "machine-of-" + server, DEFAULTS);
  }

  private Server start(String server, String machine, SessionSettings settings) {
    cluster.backups(
        () ->
            BackupManagement.defaults()
                .withSelector((candidates, origin) -> behaviour.select(candidates, origin))
                .withPeriods(PERIODS));
    return cluster.start(server, machine, settings);
  }

  private static Optional<Member> named(String server, List<Member> members) {
    return members.stream().filter(member -> member.address().server().equals(server)).findFirst();
  }

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private SessionReport onlySession(Server server) throws Exception {
    List<SessionReport> sessions = report(server).sessions();
    assertThat(sessions).hasSize(1);
    return sessions.get(0);
  }

  @Test
  void aSelectorOfOnesOwnPicksTheBackup() throws Exception {
    behaviour = (candidates, origin) -> named("c", candidates);
    Server a = start("a");
    start("b");
    start("c");
    try (SessionUse use = create(a)) {
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    assertThat(onlySession(a).backups()).containsExactly("c");
  }

  @Test
  void aSelectorIsToldWhereItsNodeIsAndWhatThatHasGivenLately() throws Exception {
    behaviour =
        (candidates, origin) -> {
          assertThat(origin.machineId()).isEqualTo("machine-of-a");
          assertThat(origin.version()).isEmpty();
          return candidates.stream().filter(member -> origin.assignedTo(member) < 2).findFirst();
        };
    Server a = start("a");
    start("b");
    for (int i = 0; i < 3; i++) {
      create(a).close();
    }
    pass(Duration.ofMillis(100));
    assertThat(report(a).unassigned()).isEqualTo(1);
  }

  @Test
  void sessionsForWhichNobodyWasPickedAreTriedAgainEachPeriod() throws Exception {
    Server a = start("a");
    start("b");
    create(a).close();
    pass(PERIOD);
    assertThat(report(a).unassigned()).isEqualTo(1);
    behaviour = (candidates, origin) -> named("b", candidates);
    pass(PERIOD.plusSeconds(1));
    assertThat(onlySession(a).backups()).containsExactly("b");
  }

  @Test
  void aSelectorThatThrowsCountsAsNobodyUntilItWorksAgain() throws Exception {
    behaviour =
        (candidates, origin) -> {
          throw new IllegalStateException("on purpose");
        };
    Server a = start("a");
    start("b");
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    assertThat(report(a).unassigned()).isEqualTo(1);
    assertThat(cluster.counter(a, "backups.selector-failures")).isPositive();
    behaviour = (candidates, origin) -> named("b", candidates);
    pass(PERIOD.plusSeconds(1));
    assertThat(onlySession(a).level()).isEqualTo("acknowledged");
  }

  @Test
  void whoIsNoCandidateIsNotTaken() throws Exception {
    var stranger =
        new Member(
            new NodeId(4711),
            new NodeAddress("test", "cluster", "x", "app"),
            "machine-of-x",
            "",
            0,
            0,
            0,
            false,
            true,
            false,
            1,
            Member.Suspicion.NONE);
    behaviour = (candidates, origin) -> Optional.of(stranger);
    Server a = start("a");
    start("b");
    try (SessionUse use = create(a)) {
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    assertThat(cluster.counter(a, "backups.selector-failures")).isPositive();
    assertThat(report(a).unassigned()).isEqualTo(1);
  }

  @Test
  void aRequiredOtherMachineIsRequiredOfEverySelector() throws Exception {
    behaviour = (candidates, origin) -> candidates.stream().findFirst();
    var require = DEFAULTS.toBuilder().requireOtherMachine(true).build();
    Server a = start("a", "one", require);
    start("b", "one", require);
    create(a).close();
    pass(PERIOD.plusSeconds(1));
    assertThat(report(a).unassigned()).isEqualTo(1);
    start("c", "two", require);
    assertThat(onlySession(a).backups()).containsExactly("c");
  }
}
