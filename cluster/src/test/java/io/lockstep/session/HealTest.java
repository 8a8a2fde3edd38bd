package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stays of a session that was served on one side of a split, once that has healed. */
class HealTest extends SessionTestBase {
  private static final SessionSettings TWO_BACKUPS =
      new SessionSettings(
          DEFAULTS.replication(),
          DEFAULTS.whenUnavailable(),
          DEFAULTS.nonSerializable(),
          DEFAULTS.backupAckTimeout(),
          2,
          DEFAULTS.requireOtherMachine(),
          List.of(),
          DEFAULTS.secret());

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

  private void set(Server server, String id, String name, String value) throws Exception {
    try (SessionUse use = votes.await(server.node().sessions().open(id, 0)).orElseThrow()) {
      use.session().setAttribute(name, value);
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
  }
}
