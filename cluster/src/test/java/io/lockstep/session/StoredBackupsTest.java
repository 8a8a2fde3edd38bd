package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions whose backups are in direct memory are as safe as others, and leave nothing there. */
class StoredBackupsTest extends SessionTestBase {
  private final DirectMemoryBackupStore storeOfA = new DirectMemoryBackupStore();
  private final DirectMemoryBackupStore storeOfB = new DirectMemoryBackupStore();
  private final Server a = start("a", storeOfA);
  private final Server b = start("b", storeOfB);

  private Server start(String server, BackupStore store) {
    cluster.backups(() -> BackupManagement.defaults().withStore(store));
    return cluster.start(server);
  }

  private String sessionWith(String cart) throws Exception {
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", cart);
      use.session().setAttribute("colour", "red");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private static long usedBytes(DirectMemoryBackupStore store) {
    return store.takenBytes() - store.freeBytes();
  }

  @Test
  void sessionsFailOverFromDirectMemory() throws Exception {
    String id = sessionWith("apples");
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("cart", "apples and pears");
      use.session().removeAttribute("colour");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples and pears");
      assertThat(use.session().attributeNames()).containsExactly("cart");
    }
  }

  @Test
  void onlyTheBackupTakesUpDirectMemory() throws Exception {
    sessionWith("apples");
    assertThat(usedBytes(storeOfA)).isZero();
    assertThat(usedBytes(storeOfB)).isEqualTo(2 * 128);
  }

  @Test
  void aSessionThatIsTakenOverLeavesTheStore() throws Exception {
    String id = sessionWith("apples");
    a.crash();
    open(b, id).close();
    pass(Duration.ofSeconds(1));
    assertThat(usedBytes(storeOfB)).isZero();
  }

  @Test
  void aSessionThatEndsLeavesTheStore() throws Exception {
    String id = sessionWith("apples");
    try (SessionUse use = open(a, id)) {
      use.session().invalidate();
      commit(use);
    }
    pass(Duration.ofSeconds(5));
    assertThat(usedBytes(storeOfB)).isZero();
  }

  @Test
  void aSessionThatRoamsIsAlwaysStoredWhereItIsNotServed() throws Exception {
    String id = sessionWith("apples");
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofSeconds(5));
      Server server = i % 2 == 0 ? b : a;
      try (SessionUse use = open(server, id)) {
        use.session().setAttribute("cart", "cart " + i);
        commit(use);
      }
      pass(Duration.ofSeconds(5));
      assertThat(usedBytes(server.equals(a) ? storeOfA : storeOfB)).isZero();
      assertThat(usedBytes(server.equals(a) ? storeOfB : storeOfA)).isEqualTo(2 * 128);
    }
  }

  @Test
  void verificationReadsWhatIsStored() throws Exception {
    sessionWith("apples");
    pass(Duration.ofMinutes(6));
    assertThat(cluster.counter(b, "backups.verified")).isPositive();
    assertThat(cluster.counter(b, "backups.differing")).isZero();
  }

  @Test
  void whatIsStoredIsInspectedWithoutReadingIt() throws Exception {
    sessionWith("apples");
    NodeReport report = cluster.await(b.node().observer().report());
    assertThat(report.backups()).hasSize(1);
    assertThat(report.backups().get(0).bytes())
        .isEqualTo("cart".length() + "apples".length() + "colour".length() + "red".length());
  }

  @Test
  void aNodeThatLeavesClosesItsStore() throws Exception {
    sessionWith("apples");
    b.close();
    pass(Duration.ofSeconds(15));
    assertThat(storeOfB.takenBytes()).isZero();
  }
}
