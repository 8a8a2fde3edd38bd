package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import io.lockstep.transport.Frames;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.VirtualNetwork.VirtualTransport;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.CopyDigest;
import io.lockstep.wire.proto.Fenced;
import io.lockstep.wire.proto.Reign;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.RetireAck;
import io.lockstep.wire.proto.Verify;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stays of a session that was served on one side of a split, once that has healed. */
class HealTest extends SessionTestBase {
  private static final SessionSettings TWO_BACKUPS = DEFAULTS.toBuilder().backups(2).build();

  private static final SessionSettings ONLY_ON_OTHER_MACHINES =
      DEFAULTS.toBuilder().requireOtherMachine(true).build();

  private final VirtualCluster votes = new VirtualCluster(1, false, codec);

  @Test
  void isTheHigherEpochAlsoWhenTheOtherSideHasABatchThatWasNeverAcknowledged() throws Exception {
    List<Server> servers =
        Stream.of("a", "b", "c", "d").map(name -> votes.start(name, TWO_BACKUPS)).toList();
    votes.pass(Duration.ofSeconds(3));
    Server owner = servers.get(0);
    String id;
    try (SessionUse use = owner.node().sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    List<String> names = votes.await(owner.node().observer().report()).sessions().get(0).backups();
    List<Server> backups =
        servers.stream().filter(each -> names.contains(each.node().address().server())).toList();
    Server ahead = backups.get(0);
    Server goesOn = backups.get(1);
    votes.network.lose(
        frame ->
            frame.to() == goesOn.transport()
                && frame.from() == owner.transport()
                && frame.envelope().getType() == MessageType.BATCH.number());
    SessionUse last = votes.await(owner.node().sessions().open(id, 0)).orElseThrow();
    last.session().setAttribute("colour", "red");
    CompletableFuture<ReplicationLevel> level = last.commit();
    votes.pass(Duration.ofMillis(3));
    owner.crash();
    assertThat(level).isNotDone();

    votes.network.isolate(ahead.transport());
    votes.pass(Duration.ofSeconds(60));
    set(goesOn, id, "size", "large");
    set(goesOn, id, "cart", "pears");
    votes.network.heal();
    votes.pass(Duration.ofSeconds(60));

    try (SessionUse use = votes.await(goesOn.node().sessions().open(id, 0)).orElseThrow()) {
      assertThat(use.session().attributeNames()).containsExactlyInAnyOrder("cart", "size");
      assertThat(use.session().getAttribute("cart")).isEqualTo("pears");
    }
  }

  @Test
  void aSessionThatNobodyUsesAndThatHasNoBackupHasOneOwnerAfterAVerification() throws Exception {
    Server first = votes.start("a", "one", ONLY_ON_OTHER_MACHINES);
    Server second = votes.start("b", "one", ONLY_ON_OTHER_MACHINES);
    votes.pass(Duration.ofSeconds(3));
    String id;
    try (SessionUse use = first.node().sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      votes.await(use.commit());
    }
    set(second, id, "colour", "red");
    votes.network.isolate(first.transport());
    votes.pass(Duration.ofSeconds(60));
    set(first, id, "size", "large");
    assertThat(owners(first, second)).hasSize(2);

    votes.network.heal();
    votes.pass(BackupPeriods.defaults().verification().plusSeconds(10));

    assertThat(owners(first, second)).hasSize(1);
  }

  @Test
  void aServerThatStartedCutOffFindsTheSessionsOfTheOthersFromTheMomentOfTheHealOn()
      throws Exception {
    Server first = votes.start("a");
    Server second = votes.start("b");
    String id;
    try (SessionUse use = first.node().sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      votes.await(use.commit());
    }
    Set<VirtualTransport> together = Set.of(first.transport(), second.transport());
    votes.network.lose(frame -> together.contains(frame.from()) != together.contains(frame.to()));
    Server apart = votes.start("c");
    votes.pass(Duration.ofSeconds(10));
    votes.network.heal();

    try (SessionUse use = votes.await(apart.node().sessions().open(id, 0)).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  private List<Server> owners(Server... servers) throws Exception {
    var owners = new ArrayList<Server>();
    for (Server server : servers) {
      if (votes.await(server.node().observer().report()).sessionCount() > 0) {
        owners.add(server);
      }
    }
    return owners;
  }

  @Test
  void aNodeThatGaveUpItsEpochForALowerOneNeverUsesItAgain() throws Exception {
    TakenOver taken = takenOverFromOneThatMayLive();
    taken.tell(MessageType.FENCED, taken.fencedByALowerOne());
    taken.tell(
        MessageType.RETIRE,
        Retire.newBuilder()
            .setSession(taken.key())
            .setEpoch(Epochs.toWire(TakenOver.LOWER))
            .addSeen(Epochs.toWire(taken.before.epoch()))
            .addAllLineage(taken.past())
            .build());
    votes.pass(Duration.ofSeconds(1));
    assertThat(votes.await(taken.by.node().observer().report()).sessions()).isEmpty();
    votes.network.heal();
    votes.pass(Duration.ofSeconds(30));

    assertThat(epochAt(taken.by, taken.id)).isGreaterThan(taken.epoch);
  }

  @Test
  void aReadIsNotProtectedByABackupThatHasNotBeenHeardLately() throws Exception {
    TakenOver taken = takenOverAndWithASilentBackup();
    SessionUse before = votes.await(taken.by.node().sessions().open(taken.id, 0)).orElseThrow();
    votes.network.heal();
    var levels = new ArrayList<CompletableFuture<ReplicationLevel>>();
    for (int seconds = 0; seconds < 20; seconds++) {
      var found =
          votes.await(
              taken
                  .by
                  .node()
                  .sessions()
                  .open(taken.id, 0)
                  .exceptionally(failure -> Optional.empty()));
      found.ifPresent(
          use -> {
            levels.add(use.commit());
            use.close();
          });
      votes.pass(Duration.ofSeconds(1));
      levels.add(before.commit());
    }
    assertThat(levels)
        .hasSizeGreaterThan(20)
        .noneMatch(level -> level.isDone() && !level.isCompletedExceptionally());
  }

  /** The other backup is dead; it had acknowledged everything, and has not been missed yet. */
  private TakenOver takenOverAndWithASilentBackup() throws Exception {
    TakenOver taken = takenOverFromOneThatMayLive(with(WhenUnavailable.FAIL));
    votes.pass(Duration.ofSeconds(1));
    taken.backup.crash();
    votes.pass(MembershipSettings.defaults("any").heartbeatPeriod().multipliedBy(3));
    return taken;
  }

  @Test
  void aReadIsProtectedOnceABackupThatWasOutOfTouchHasAnswered() throws Exception {
    TakenOver taken = takenOverFromOneThatMayLive(with(WhenUnavailable.FAIL));
    votes.pass(Duration.ofSeconds(1));
    votes.network.loseType(MessageType.HEARTBEAT.number());
    votes.pass(MembershipSettings.defaults("any").heartbeatPeriod().multipliedBy(3));
    SessionUse use = votes.await(taken.by.node().sessions().open(taken.id, 0)).orElseThrow();
    taken.tell(
        new NodeId(taken.before.epoch().node()),
        MessageType.RETIRE_ACK,
        RetireAck.newBuilder()
            .setSession(taken.key())
            .setEpoch(Epochs.toWire(new Epoch(use.session().epoch(), taken.epoch.node())))
            .build());
    votes.pass(Duration.ofMillis(10));
    assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  /** Whoever has promised the lower epoch may have nothing of the session. */
  @Test
  void anOwnerThatGivesWayToALowerEpochKeepsWhatThatGoesOnFrom() throws Exception {
    TakenOver taken = takenOverFromOneThatMayLive();
    taken.tell(MessageType.FENCED, taken.fencedByALowerOne());
    votes.pass(Duration.ofSeconds(1));
    NodeReport report = votes.await(taken.by.node().observer().report());
    assertThat(report.sessions()).isEmpty();
    assertThat(report.backupCount()).isEqualTo(1);
  }

  /** Two owners that each refused the other's epoch would give way to each other. */
  @Test
  void anOwnerRefusesALowerEpochAndAHigherOneOnlyOfWhomItDependsOn() throws Exception {
    TakenOver taken = takenOverFromOneThatMayLive();
    var stranger = new NodeId(TakenOver.LOWER.node());
    var formerOwner = new NodeId(taken.before.epoch().node());
    long higher = taken.epoch.counter() + 1;
    long before = refusals(taken);
    taken.verify(stranger, higher);
    votes.pass(Duration.ofSeconds(1));
    assertThat(refusals(taken)).isEqualTo(before);
    taken.verify(stranger, taken.epoch.counter() - 1);
    votes.pass(Duration.ofSeconds(1));
    assertThat(refusals(taken)).isEqualTo(before + 1);
    taken.verify(formerOwner, higher);
    votes.pass(Duration.ofSeconds(1));
    assertThat(refusals(taken)).isEqualTo(before + 2);
  }

  private long refusals(TakenOver taken) throws Exception {
    return votes.counter(taken.by, "sessions.refused");
  }

  /**
   * A session that another server has taken over from its owner, which is suspected and not dead.
   *
   * @param before what the owner had come to
   * @param epoch under which the other one goes on
   * @param backup of the other one
   */
  private record TakenOver(String id, Position before, Server by, Epoch epoch, Server backup) {
    /** Above the owner's, and below that of any take-over from it. */
    static final Epoch LOWER = new Epoch(1, Long.MAX_VALUE);

    ByteString key() {
      return new SessionIds("secret").parse(id).orElseThrow().key().bytes();
    }

    List<Reign> past() {
      return Lineage.NONE.then(before).toWire();
    }

    Fenced fencedByALowerOne() {
      return Fenced.newBuilder()
          .setSession(key())
          .setRefused(Epochs.toWire(epoch))
          .setEpoch(Epochs.toWire(LOWER))
          .addAllLineage(past())
          .build();
    }

    /** A word of the lower epoch's owner, who is none of the cluster. */
    <M extends Message> void tell(MessageType<M> type, M message) {
      tell(new NodeId(LOWER.node()), type, message);
    }

    private <M extends Message> void tell(NodeId from, MessageType<M> type, M message) {
      by.transport().inject(Frames.frame(by.node().address(), from, type, message));
    }

    /** The verification of somebody who believes to own the session under an epoch of its own. */
    void verify(NodeId from, long counter) {
      tell(
          from,
          MessageType.VERIFY,
          Verify.newBuilder()
              .addCopies(
                  CopyDigest.newBuilder()
                      .setSession(key())
                      .setEpoch(Epochs.toWire(new Epoch(counter, from.incarnation())))
                      .setSequence(1))
              .build());
    }
  }

  private TakenOver takenOverFromOneThatMayLive() throws Exception {
    return takenOverFromOneThatMayLive(DEFAULTS);
  }

  private TakenOver takenOverFromOneThatMayLive(SessionSettings settings) throws Exception {
    List<Server> servers =
        Stream.of("a", "b", "c").map(name -> votes.start(name, settings)).toList();
    votes.pass(Duration.ofSeconds(3));
    Server owner = servers.get(0);
    String id;
    try (SessionUse use = owner.node().sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    Epoch own = epochAt(owner, id);
    SessionReport owned = votes.await(owner.node().observer().report()).sessions().get(0);
    Server backup =
        servers.stream()
            .filter(each -> owned.backups().contains(each.node().address().server()))
            .findFirst()
            .orElseThrow();
    votes.network.isolate(owner.transport());
    votes.network.loseType(MessageType.DEATH_PROPOSAL.number());
    votes.pass(Duration.ofSeconds(60));
    Server other =
        servers.stream()
            .filter(each -> !each.equals(owner) && !each.equals(backup))
            .findFirst()
            .orElseThrow();
    return new TakenOver(
        id, new Position(own, owned.sequence()), backup, epochAt(backup, id), other);
  }

  private Epoch epochAt(Server server, String id) throws Exception {
    try (SessionUse use = votes.await(server.node().sessions().open(id, 0)).orElseThrow()) {
      return new Epoch(use.session().epoch(), server.node().id().incarnation());
    }
  }

  private void set(Server server, String id, String name, String value) throws Exception {
    try (SessionUse use = votes.await(server.node().sessions().open(id, 0)).orElseThrow()) {
      use.session().setAttribute(name, value);
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
  }
}
