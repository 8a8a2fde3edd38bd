package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.SessionReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The reference's examples of failover, with three servers and with two. */
class WorkedExamplesTest extends SessionTestBase {
  private static final Duration A_WHILE = Duration.ofSeconds(5);

  private final Server a = cluster.start("a");
  private final Server b = cluster.start("b");

  private NodeReport report(Server server) throws Exception {
    return cluster.await(server.node().observer().report());
  }

  private SessionReport owned(Server server) throws Exception {
    return report(server).sessions().get(0);
  }

  private String createOnA() throws Exception {
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  /** Reads the cart and changes it; returns what was read. */
  private String use(Server server, String id, String cart, ReplicationLevel expected)
      throws Exception {
    try (SessionUse use = open(server, id)) {
      String before = String.valueOf(use.session().getAttribute("cart"));
      use.session().setAttribute("cart", cart);
      assertThat(commit(use)).isEqualTo(expected);
      return before;
    }
  }

  /** One server, and no other, owns the session. */
  private void assertOwner(Server owner, Server... others) throws Exception {
    assertThat(report(owner).sessionCount()).isEqualTo(1);
    for (Server other : others) {
      assertThat(report(other).sessionCount()).isZero();
    }
  }

  @Test
  void ofThreeServersTheThirdTakesTheSessionFromTheBackupWhichRemainsTheBackup() throws Exception {
    String id = createOnA();
    Server c = cluster.start("c");
    assertThat(owned(a).backups()).containsExactly("b");
    a.crash();

    assertThat(use(c, id, "pears", ReplicationLevel.ACKNOWLEDGED)).isEqualTo("apples");
    assertOwner(c, b);
    assertThat(owned(c).backups()).containsExactly("b");
  }

  @Test
  void ofThreeServersTheBackupItselfBecomesTheOwnerAndAssignsTheThirdAsBackup() throws Exception {
    String id = createOnA();
    Server c = cluster.start("c");
    assertThat(owned(a).backups()).containsExactly("b");
    a.crash();

    assertThat(use(b, id, "pears", ReplicationLevel.ACKNOWLEDGED)).isEqualTo("apples");
    assertOwner(b, c);
    assertThat(owned(b).backups()).containsExactly("c");
  }

  @Test
  void ofTwoServersTheOneThatIsLeftServesAllAndHasNoBackupUntilANewOneJoins() throws Exception {
    String id = createOnA();
    a.crash();

    assertThat(use(b, id, "pears", ReplicationLevel.UNPROTECTED)).isEqualTo("apples");
    assertThat(owned(b).backups()).isEmpty();
    assertThat(report(b).unassigned()).isEqualTo(1);

    cluster.start("c");
    pass(A_WHILE);
    assertThat(owned(b).backups()).containsExactly("c");
    assertThat(use(b, id, "plums", ReplicationLevel.ACKNOWLEDGED)).isEqualTo("pears");
  }

  @Test
  void aHealthyServerThatComesBackTakesItsSessionFromTheOneThatServedItMeanwhile()
      throws Exception {
    String id = createOnA();
    a.crash();
    use(b, id, "pears", ReplicationLevel.UNPROTECTED);

    Server again = cluster.start("a");
    pass(A_WHILE);
    assertThat(owned(b).backups()).containsExactly("a");
    assertThat(use(again, id, "plums", ReplicationLevel.ACKNOWLEDGED)).isEqualTo("pears");
    assertOwner(again, b);
    assertThat(owned(again).backups()).containsExactly("b");
  }

  @Test
  void aBackupThatStartsAgainWithinTheDetectionTimeIsNoBackupUntilItHasTheSessionAgain()
      throws Exception {
    String id = createOnA();
    b.crash();
    Server again = cluster.start("b");
    pass(Duration.ofSeconds(1));
    assertThat(owned(a).backups()).containsExactly("b");
    assertThat(report(again).backups().get(0).sequence()).isEqualTo(owned(a).sequence());
    a.crash();
    assertThat(use(again, id, "pears", ReplicationLevel.UNPROTECTED)).isEqualTo("apples");
  }

  @Test
  void whenOwnerAndBackupAreBothLostTheVisitorGetsANewSessionOnlyAfterAllHaveAnswered()
      throws Exception {
    String id = createOnA();
    Server c = cluster.start("c");
    Server d = cluster.start("d");
    cluster.network.isolate(d.transport());
    a.crash();
    b.crash();
    assertThat(failureToOpen(c, id)).isInstanceOf(SessionUnavailableException.class);
    cluster.network.heal();
    pass(Duration.ofMinutes(2));
    assertThat(find(c, id)).isEmpty();
    assertThat(find(d, id)).isEmpty();
  }

  private Throwable failureToOpen(Server server, String id) throws Exception {
    try {
      find(server, id);
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("It was answered");
  }

  @Test
  void requestsThatAlternateBetweenServersLoseNothingAndDoNotMakeTheSessionMoveEachTime()
      throws Exception {
    String id = createOnA();
    List<Server> servers = List.of(a, b);
    String expected = "apples";
    int answered = 0;
    long epochBefore = epochOf();
    for (int request = 0; request < 60; request++) {
      Server server = servers.get(request % 2);
      try (SessionUse use = open(server, id)) {
        assertThat(use.session().getAttribute("cart")).isEqualTo(expected);
        expected = "cart " + request;
        use.session().setAttribute("cart", expected);
        assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
        answered++;
      }
      pass(Duration.ofMillis(20));
    }
    assertThat(answered).isEqualTo(60);
    long moves = epochOf() - epochBefore;
    long seconds = cluster.time.elapsed().toSeconds();
    // It is held for a second each time, so that it moves about once a second at the most.
    assertThat(moves).isLessThanOrEqualTo(seconds + 1);
  }

  private long epochOf() throws Exception {
    for (Server server : List.of(a, b)) {
      if (report(server).sessionCount() == 1) {
        String epoch = owned(server).epoch();
        return Long.parseLong(epoch.substring(0, epoch.indexOf('@')));
      }
    }
    throw new AssertionError("Nobody owns the session");
  }

  @Test
  void manyRequestsOfOneSessionAtOnceAreAllServedAndAllTheirChangesAreKept() throws Exception {
    String id = createOnA();
    var uses = new ArrayList<SessionUse>();
    for (int request = 0; request < 100; request++) {
      uses.add(open(a, id));
    }
    for (int request = 0; request < 100; request++) {
      uses.get(request).session().setAttribute("of " + request, "value " + request);
    }
    for (SessionUse use : uses) {
      commit(use);
      use.close();
    }
    a.crash();
    try (SessionUse there = open(b, id)) {
      for (int request = 0; request < 100; request++) {
        assertThat(there.session().getAttribute("of " + request)).isEqualTo("value " + request);
      }
    }
  }
}
