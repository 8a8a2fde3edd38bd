package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Two backups are wanted, on other machines than the owner's, and not every owner can have them.
 */
class OtherMachineTest extends SessionTestBase {
  private static final Duration A_WHILE = Duration.ofSeconds(5);
  private static final SessionSettings TWO_ON_OTHER_MACHINES =
      DEFAULTS.toBuilder().backups(2).requireOtherMachine(true).build();

  private final Server alone = cluster.start("a", "one", TWO_ON_OTHER_MACHINES);
  private final Server together = cluster.start("b", "two", TWO_ON_OTHER_MACHINES);
  private final Server neighbour = cluster.start("c", "two", TWO_ON_OTHER_MACHINES);

  /** A session that two backups hold, and that has come to where it can have but one. */
  private String sessionThatHasMoved() throws Exception {
    String id;
    try (SessionUse use = create(alone)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      id = use.session().id();
    }
    pass(A_WHILE);
    try (SessionUse use = open(together, id)) {
      use.session().setAttribute("colour", "red");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    pass(A_WHILE);
    return id;
  }

  @Test
  void whatTwoBackupsHadOutlivesTwoNodesAlsoAfterAMoveToWhereThereIsOnlyOne() throws Exception {
    String id = sessionThatHasMoved();
    alone.crash();
    together.crash();
    try (SessionUse use = open(neighbour, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void aCopyThatIsKeptForWantOfABackupIsForgottenWithTheSessionsEnd() throws Exception {
    String id = sessionThatHasMoved();
    try (SessionUse use = open(together, id)) {
      use.session().invalidate();
      commit(use);
    }
    pass(A_WHILE);
    assertThat(cluster.await(neighbour.node().observer().report()).backups()).isEmpty();
  }
}
