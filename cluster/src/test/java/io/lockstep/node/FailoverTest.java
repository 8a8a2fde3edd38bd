package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.report.NodeReport;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.memory.MemoryNetwork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whole nodes over the memory transport, in real time: the reference's examples, without faults of
 * the network.
 */
class FailoverTest {
  private static final Duration INTERVAL = Duration.ofMinutes(30);

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<LockstepNode> nodes = new ArrayList<>();

  private static final class Text implements AttributeCodec {
    @Override
    public byte[] serialize(String name, Object value) {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object deserialize(String name, byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private LockstepNode start(String server) {
    var settings =
        new NodeSettings(
            new NodeAddress("test", "cluster", server, "app"),
            MembershipSettings.defaults("machine-of-" + server),
            SessionSettings.defaults("secret"));
    LockstepNode node =
        new NodeBuilder(settings).transport(network.transport()).codec(new Text()).start();
    nodes.add(node);
    Awaitility.await().until(() -> node.started().isDone());
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(LockstepNode::close);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  private static void awaitMembers(LockstepNode node, int count) {
    Awaitility.await()
        .until(
            () ->
                get(node.observer().report()).members().stream()
                        .filter(member -> member.state().equals("alive"))
                        .count()
                    == count);
  }

  @Test
  void aWriteIsAcknowledgedOnceABackupHasIt() throws Exception {
    LockstepNode a = start("a");
    start("b");
    awaitMembers(a, 2);
    try (SessionUse use = a.sessions().create(INTERVAL)) {
      use.session().setAttribute("cart", "apples");
      assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
  }

  @Test
  void aLoneNodeSaysThatNothingIsProtected() throws Exception {
    LockstepNode a = start("a");
    try (SessionUse use = a.sessions().create(INTERVAL)) {
      use.session().setAttribute("cart", "apples");
      assertThat(get(use.commit())).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
  }

  @Test
  void anotherNodeTakesTheSessionOverFromItsLivingOwner() throws Exception {
    LockstepNode a = start("a");
    LockstepNode b = start("b");
    LockstepNode c = start("c");
    awaitMembers(a, 3);
    awaitMembers(c, 3);
    String id;
    try (SessionUse use = a.sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      get(use.commit());
    }
    for (LockstepNode node : List.of(c, b, a)) {
      try (SessionUse use = get(node.sessions().open(id, 0)).orElseThrow()) {
        assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
        use.session().setAttribute("at", node.address().server());
        assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      }
    }
  }

  @Test
  void aSearchNeverRunsOnTheThreadThatAsksHoweverFastTheLoopIs() throws Exception {
    LockstepNode a = start("a");
    LockstepNode b = start("b");
    awaitMembers(b, 2);
    String id;
    try (SessionUse use = a.sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().invalidate();
      get(use.commit());
    }
    // What runs on another thread than the loop's fails there by an assertion.
    for (int i = 0; i < 3_000; i++) {
      assertThat(get(b.sessions().open(id, 0))).isEmpty();
    }
  }

  @Test
  void theSessionOfANodeThatLeftIsServedByAnyOther() throws Exception {
    LockstepNode a = start("a");
    LockstepNode b = start("b");
    LockstepNode c = start("c");
    awaitMembers(a, 3);
    awaitMembers(c, 3);
    String id;
    try (SessionUse use = a.sessions().create(INTERVAL)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      get(use.commit());
    }
    a.close();
    for (LockstepNode node : List.of(b, c)) {
      try (SessionUse use = get(node.sessions().open(id, 0)).orElseThrow()) {
        assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
        assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      }
    }
  }

  @Test
  void anEndedSessionIsServedByNobody() throws Exception {
    LockstepNode a = start("a");
    LockstepNode b = start("b");
    awaitMembers(a, 2);
    String id;
    try (SessionUse use = a.sessions().create(INTERVAL)) {
      id = use.session().id();
      get(use.commit());
      use.session().invalidate();
      assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    assertThat(get(b.sessions().open(id, 0))).isEmpty();
    assertThat(get(a.sessions().open(id, 0))).isEmpty();
  }

  @Test
  void aForgedIdIsUnknownAndCostsNoSearch() throws Exception {
    LockstepNode a = start("a");
    start("b");
    assertThat(get(a.sessions().open("0".repeat(64), 0))).isEmpty();
    NodeReport report = get(a.observer().report());
    assertThat(report.counters()).contains(new NodeReport.CounterReport("sessions.bad-ids", 1L));
  }

  @Test
  void everyNodeReportsForTheWholeCluster() throws Exception {
    LockstepNode a = start("a");
    LockstepNode b = start("b");
    awaitMembers(a, 2);
    awaitMembers(b, 2);
    try (SessionUse use = a.sessions().create(INTERVAL)) {
      get(use.commit());
    }
    List<NodeReport> reports = get(b.observer().clusterReport());
    assertThat(reports).extracting(NodeReport::server).containsExactly("b", "a");
    assertThat(reports.get(1).sessions()).hasSize(1);
    assertThat(reports.get(0).backups()).hasSize(1);
  }
}
