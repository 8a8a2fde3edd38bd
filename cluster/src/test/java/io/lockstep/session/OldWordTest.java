package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.Frames;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.DeathNotice;
import io.lockstep.wire.proto.Fenced;
import io.lockstep.wire.proto.Install;
import io.lockstep.wire.proto.Retire;
import io.lockstep.wire.proto.SessionContent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a node heard or was told before its world changed does not cost a session. */
class OldWordTest extends SessionTestBase {
  private static final Duration A_WHILE = Duration.ofSeconds(5);
  private static final Duration A_SLEEP = Duration.ofSeconds(30);
  private static final Duration UNTIL_IT_JUDGES = Duration.ofMinutes(2);

  private final Server a = cluster.start("a");
  private final Server b = cluster.start("b");

  private static <M extends Message> void send(
      NodeId from, Server to, MessageType<M> type, M message) {
    to.transport().inject(Frames.frame(to.node().address(), from, type, message));
  }

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private static SessionKey keyOf(String id) {
    return new SessionIds("secret").parse(id).orElseThrow().key();
  }

  private String sessionWithApples() throws Exception {
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private Object cartAt(Server server, String id) throws Exception {
    try (SessionUse use = open(server, id)) {
      return Optional.ofNullable(use.session().getAttribute("cart")).orElseThrow();
    }
  }

  private Epoch epochOf(String id) throws Exception {
    try (SessionUse use = open(a, id)) {
      return new Epoch(use.session().epoch(), a.node().id().incarnation());
    }
  }

  @Test
  void aBackupThatSleptDoesNotForgetASessionOnTheWordOfAnOwnerThatDiedMeanwhile() throws Exception {
    String id = sessionWithApples();
    Epoch own = epochOf(id);
    long last = report(a).sessions().get(0).sequence();
    b.loop().pause();
    send(
        a.node().id(),
        b,
        MessageType.RETIRE,
        Retire.newBuilder()
            .setSession(keyOf(id).bytes())
            .setEpoch(Epochs.toWire(new Epoch(own.counter() + 1, own.node())))
            .addSeen(Epochs.toWire(own))
            .addAllLineage(Lineage.NONE.then(new Position(own, last)).toWire())
            .addCopies(own.node())
            .build());
    pass(A_SLEEP);
    a.crash();
    b.loop().resume();
    pass(UNTIL_IT_JUDGES);
    assertThat(cartAt(b, id)).isEqualTo("apples");
  }

  @Test
  void whoAsksANodeThatRejoinedWaitsForItsFormerCompanionsToo() throws Exception {
    String id = sessionWithApples();
    a.loop().pause();
    send(
        a.node().id(),
        b,
        MessageType.DEATH_NOTICE,
        DeathNotice.newBuilder().addDead(b.node().id().incarnation()).build());
    pass(A_WHILE);
    Server c = cluster.start("c");
    pass(A_WHILE);
    assertThatThrownBy(() -> find(c, id))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SessionUnavailableException.class);
    a.loop().resume();
    pass(UNTIL_IT_JUDGES);
    assertThat(cartAt(c, id)).isEqualTo("apples");
  }

  @Test
  void aCopyThatNamesNobodyAliveIsNotGoneOnFromBeforeTheLivingAreHeard() throws Exception {
    String id = sessionWithApples();
    Server c = cluster.start("c");
    pass(A_WHILE);
    var dead = new NodeId(1);
    send(
        dead,
        c,
        MessageType.INSTALL,
        Install.newBuilder()
            .setSession(keyOf(id).bytes())
            .setSettled(true)
            .setContent(
                SessionContent.newBuilder()
                    .setEpoch(Epochs.toWire(new Epoch(9, dead.incarnation())))
                    .setMaxInactiveMs(INTERVAL.toMillis())
                    .setOwner(dead.incarnation())
                    .addAllCopies(List.of(dead.incarnation(), c.node().id().incarnation())))
            .build());
    send(a.node().id(), c, MessageType.DEATH_NOTICE, DeathNotice.newBuilder().addDead(1).build());

    pass(A_WHILE);

    assertThat(cluster.counter(c, "sessions.adopted")).isZero();
    assertThat(cartAt(a, id)).isEqualTo("apples");
  }

  @Test
  void aCopyOfAnEpochThatWasNeverInForceIsNotGoneOnFromWhileAnOwnerLives() throws Exception {
    String id = sessionWithApples();
    Server c = cluster.start("c");
    pass(A_WHILE);
    var dead = new NodeId(1);
    var needed = new NodeId(2);
    List<Long> copies = List.of(dead.incarnation(), c.node().id().incarnation());
    send(
        dead,
        c,
        MessageType.INSTALL,
        Install.newBuilder()
            .setSession(keyOf(id).bytes())
            .setContent(
                SessionContent.newBuilder()
                    .setEpoch(Epochs.toWire(new Epoch(9, dead.incarnation())))
                    .setMaxInactiveMs(INTERVAL.toMillis())
                    .setOwner(dead.incarnation())
                    .addAllCopies(copies)
                    .addFormer(needed.incarnation()))
            .build());
    send(
        a.node().id(),
        c,
        MessageType.DEATH_NOTICE,
        DeathNotice.newBuilder().addAllDead(List.of(1L, 2L)).build());
    pass(A_WHILE);
    assertThat(report(a).sessions()).hasSize(1);
    assertThat(report(c).sessions()).isEmpty();
    assertThat(cartAt(c, id)).isEqualTo("apples");
  }

  @Test
  void aNodeTakesNothingOverInItsOwnOutageThoughItKnewOfTheDeathBefore() throws Exception {
    String id = sessionWithApples();
    Server c = cluster.start("c");
    a.crash();
    send(
        c.node().id(),
        b,
        MessageType.DEATH_NOTICE,
        DeathNotice.newBuilder().addDead(a.node().id().incarnation()).build());
    pass(Duration.ofMillis(100));
    b.transport().disconnect();
    pass(A_SLEEP);
    assertThat(report(b).sessions()).isEmpty();
    assertThatThrownBy(() -> find(b, id))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SessionUnavailableException.class);
    b.transport().connect();
    pass(A_WHILE);
    assertThat(cartAt(b, id)).isEqualTo("apples");
  }

  @Test
  void anOwnerThatGaveWayToOneThatNeverCameTakesItsSessionBack() throws Exception {
    String id = sessionWithApples();
    Epoch own = epochOf(id);
    NodeId other = b.node().id();
    send(
        other,
        a,
        MessageType.FENCED,
        Fenced.newBuilder()
            .setSession(keyOf(id).bytes())
            .setRefused(Epochs.toWire(own))
            .setEpoch(Epochs.toWire(new Epoch(own.counter() + 1, other.incarnation())))
            .setOwner(other.incarnation())
            .addCopies(other.incarnation())
            .build());
    pass(Duration.ofMillis(10));
    assertThat(report(a).sessions()).isEmpty();
    pass(A_WHILE.multipliedBy(2));
    assertThat(report(a).sessions())
        .singleElement()
        .satisfies(session -> assertThat(session.level()).isEqualTo("acknowledged"));
    assertThat(cartAt(a, id)).isEqualTo("apples");
  }
}
