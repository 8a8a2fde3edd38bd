package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.Frames;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Claim;
import io.lockstep.wire.proto.Fenced;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.Raise;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.SessionContent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No copy is given up before the session is safe elsewhere, and none stays without an owner. */
class KeptCopiesTest extends SessionTestBase {
  private static final Duration A_WHILE = Duration.ofSeconds(5);

  private final Server a = cluster.start("a");
  private final Server b = cluster.start("b");
  private final Server c = cluster.start("c");

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private Server backupOf(Server owner) throws Exception {
    String name = report(owner).sessions().get(0).backups().get(0);
    return Stream.of(a, b, c)
        .filter(server -> server.node().address().server().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Server otherThan(Server one, Server other) {
    return Stream.of(a, b, c)
        .filter(server -> !server.equals(one) && !server.equals(other))
        .findFirst()
        .orElseThrow();
  }

  private static SessionKey keyOf(String id) {
    return new SessionIds("secret").parse(id).orElseThrow().key();
  }

  /** A session on a with apples in its cart, and a backup. */
  private String sessionWithApples() throws Exception {
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private @Nullable Object cartAt(Server server, String id) throws Exception {
    try (SessionUse use = open(server, id)) {
      return use.session().getAttribute("cart");
    }
  }

  @Test
  void aBackupThatIsReplacedKeepsItsCopyUntilTheNextOneHoldsTheSession() throws Exception {
    String id = sessionWithApples();
    Server backup = backupOf(a);
    Server next = otherThan(a, backup);
    cluster.network.lose(
        frame -> frame.from() == backup.transport() && frame.to() == a.transport());
    cluster.network.lose(
        frame ->
            frame.to() == next.transport()
                && frame.envelope().getType() == MessageType.INSTALL.number());
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("colour", "red");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    pass(A_WHILE);
    a.crash();
    cluster.network.heal();
    assertThat(cartAt(next, id)).isEqualTo("apples");
  }

  @Test
  void anOwnerThatIsFencedByAHalfWayTakeOverKeepsItsCopy() throws Exception {
    String id = sessionWithApples();
    Server backup = backupOf(a);
    Server taker = otherThan(a, backup);
    raiseHalfWay(id, a, backup, taker);
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("colour", "red");
      failure(use);
    }
    backup.crash();
    assertThat(cartAt(taker, id)).isEqualTo("apples");
  }

  /** The taker asks the backup alone to consent, and then forgets about it. */
  private void raiseHalfWay(String id, Server owner, Server backup, Server taker) throws Exception {
    long counter;
    try (SessionUse use = open(owner, id)) {
      counter = use.session().epoch();
    }
    var own = new Epoch(counter, owner.node().id().incarnation());
    var base = new Position(own, report(owner).sessions().get(0).sequence());
    Raise raise =
        Raise.newBuilder()
            .setSession(keyOf(id).bytes())
            .setClaim(1)
            .setEpoch(Epochs.toWire(new Epoch(own.counter() + 1, taker.node().id().incarnation())))
            .addSeen(Epochs.toWire(own))
            .setBaseEpoch(Epochs.toWire(own))
            .setBaseSequence(base.sequence())
            .addAllLineage(Lineage.NONE.then(base).toWire())
            .addAllCopies(
                List.of(taker.node().id().incarnation(), backup.node().id().incarnation()))
            .addFormer(owner.node().id().incarnation())
            .setOwnerYields(true)
            .build();
    send(taker, backup, MessageType.RAISE, raise);
    pass(Duration.ofMillis(10));
  }

  @Test
  void allCopiesOfAnEpochThatCameToNothingAreForgotten() throws Exception {
    String id = sessionWithApples();
    Server backup = backupOf(a);
    Server stray = otherThan(a, backup);
    var nothing = new Epoch(0, backup.node().id().incarnation());
    List<Long> copies = List.of(backup.node().id().incarnation(), stray.node().id().incarnation());
    send(
        backup,
        stray,
        MessageType.INSTALL,
        Install.newBuilder()
            .setSession(keyOf(id).bytes())
            .setContent(
                SessionContent.newBuilder()
                    .setEpoch(Epochs.toWire(nothing))
                    .setOwner(backup.node().id().incarnation())
                    .addAllCopies(copies))
            .build());
    pass(Duration.ofMillis(10));
    assertThat(report(stray).backups()).hasSize(1);
    send(
        backup,
        a,
        MessageType.FENCED,
        Fenced.newBuilder()
            .setSession(keyOf(id).bytes())
            .setRefused(Epochs.toWire(new Epoch(1, a.node().id().incarnation())))
            .setEpoch(Epochs.toWire(nothing))
            .setOwner(backup.node().id().incarnation())
            .addAllCopies(copies)
            .build());
    pass(A_WHILE);
    assertThat(report(stray).backups()).isEmpty();
    assertThat(cartAt(a, id)).isEqualTo("apples");
  }

  private static <M extends Message> void send(
      Server from, Server to, MessageType<M> type, M message) {
    to.transport().inject(Frames.frame(to.node().address(), from.node().id(), type, message));
  }

  @Test
  void aBackupKeepsWhatWasInForceWhenATakerItOncePromisedHasGoneOnFromLess() throws Exception {
    String id = sessionWithApples();
    long applesEnd = report(a).sessions().get(0).sequence();
    pass(A_WHILE);
    long counter;
    try (SessionUse use = open(b, id)) {
      use.session().setAttribute("cart", "pears");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      counter = use.session().epoch();
    }
    Server backup = backupOf(b);
    Server taker = otherThan(b, backup);
    long takerId = taker.node().id().incarnation();
    var apples = new Epoch(1, a.node().id().incarnation());
    var pears = new Epoch(counter, b.node().id().incarnation());
    raiseHalfWay(id, b, backup, taker);
    var next = new Epoch(counter + 2, takerId);
    Lineage less =
        Lineage.NONE.then(new Position(apples, applesEnd)).then(new Position(next, applesEnd + 3));
    Retire retire =
        Retire.newBuilder()
            .setSession(keyOf(id).bytes())
            .setEpoch(Epochs.toWire(next))
            .addSeen(Epochs.toWire(apples))
            .addSeen(Epochs.toWire(pears))
            .addSeen(Epochs.toWire(new Epoch(counter + 1, takerId)))
            .addAllLineage(less.toWire())
            .addCopies(takerId)
            .build();
    send(taker, backup, MessageType.RETIRE, retire);
    pass(Duration.ofMillis(10));
    b.crash();
    assertThat(cartAt(taker, id)).isEqualTo("pears");
  }

  @Test
  void aSessionThatWasHandedOverToNobodyFindsAnOwnerAgain() throws Exception {
    String id = sessionWithApples();
    Server backup = backupOf(a);
    pass(A_WHILE);
    Claim claim = Claim.newBuilder().setSession(keyOf(id).bytes()).setClaim(1).build();
    a.transport()
        .inject(
            Frames.frame(
                a.node().address(), otherThan(a, backup).node().id(), MessageType.CLAIM, claim));
    pass(Duration.ofMillis(100));
    assertThat(report(a).sessions()).isEmpty();
    pass(A_WHILE);
    assertThat(report(a).sessions()).hasSize(1);
    backup.crash();
    pass(A_WHILE);
    a.crash();
    assertThat(cartAt(otherThan(a, backup), id)).isEqualTo("apples");
  }

  @Test
  void backupsWithoutAnOwnerAreReportedAsUnassigned() throws Exception {
    sessionWithApples();
    Server backup = backupOf(a);
    Server other = otherThan(a, backup);
    cluster.network.isolate(a.transport());
    other.crash();
    pass(Duration.ofMinutes(2));
    assertThat(report(backup).unassigned()).isEqualTo(1);
    assertThat(report(backup).unprotected()).isEqualTo(1);
  }

  @Test
  void aRequestThatRunsLongerThanTheInactiveIntervalKeepsItsSessionAliveAtTheBackup()
      throws Exception {
    SessionUse use = a.node().sessions().create(Duration.ofMinutes(1));
    commit(use);
    String id = use.session().id();
    Server backup = backupOf(a);
    pass(Duration.ofMinutes(10));
    a.crash();
    assertThat(find(backup, id)).isPresent();
  }
}
