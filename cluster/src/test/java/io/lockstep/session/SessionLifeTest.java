package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How a session's id and time go on, and how it moves. */
class SessionLifeTest extends SessionLifeScenario {
  private static final Duration MOMENT = Duration.ofMillis(50);

  // ---- the id ----

  @Test
  void changedIdReplacesTheOldOneEverywhereFromTheCommitOn() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String before = createCart(a);
    String after;
    try (SessionUse use = open(a, before)) {
      after = use.session().changeId();
      assertThat(after).isNotEqualTo(before).isEqualTo(use.session().id());
      commit(use);
      assertThat(use.session().id()).isEqualTo(after);
    }
    assertThat(find(a, before)).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(find(b, before)).isEmpty();
    try (SessionUse use = open(b, after)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
    assertThat(find(a, before)).isEmpty();
  }

  @Test
  void changedIdSurvivesTheOwner() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String before = createCart(a);
    String after;
    try (SessionUse use = open(a, before)) {
      after = use.session().changeId();
      commit(use);
    }
    a.crash();
    assertThat(find(b, before)).isEmpty();
    assertThat(find(b, after)).isPresent();
  }

  @Test
  void sessionsOfOneNodeNeverShareAnId() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    assertThat(createCart(a)).isNotEqualTo(createCart(a));
  }

  @Test
  void requestThatCameWithTheOldIdNeverLearnsTheNewOne() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String before = createCart(a);
    SessionUse attacker = open(a, before);
    String after;
    try (SessionUse victim = open(a, before)) {
      after = victim.session().changeId();
      assertThat(victim.session().hasCurrentId()).isTrue();
      commit(victim);
      assertThat(victim.session().hasCurrentId()).isTrue();
    }
    assertThat(attacker.session().id()).isEqualTo(before).isNotEqualTo(after);
    assertThat(attacker.session().hasCurrentId()).isFalse();
    attacker.close();
    assertThat(find(a, before)).isEmpty();
  }

  // ---- times ----

  @Test
  void lastAccessIsThatOfTheRequestBefore() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String id = createCart(a);
    Instant created;
    try (SessionUse use = open(a, id)) {
      created = use.session().creationTime();
    }
    pass(Duration.ofMinutes(1));
    Instant second;
    try (SessionUse use = open(a, id)) {
      assertThat(use.session().creationTime()).isEqualTo(created);
      assertThat(use.session().lastAccessTime()).isBetween(created, created.plusSeconds(1));
      second = use.session().lastAccessTime();
    }
    pass(Duration.ofMinutes(1));
    try (SessionUse use = open(a, id)) {
      assertThat(use.session().lastAccessTime())
          .isBetween(second.plusSeconds(59), second.plusSeconds(61));
    }
  }

  @Test
  void sessionThatNobodyUsesEndsAfterItsInterval() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Notes notes = listenTo(a);
    String id = createCart(a);
    pass(INTERVAL.minusMinutes(1));
    assertThat(notes.heard).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(notes.heard).containsExactly("ending with apples");
    assertThat(find(a, id)).isEmpty();
    assertThat(find(b, id)).isEmpty();
    a.crash();
    assertThat(find(b, id)).isEmpty();
  }

  @Test
  void sessionThatIsUsedDoesNotEnd() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String id = createCart(a);
    for (int i = 0; i < 5; i++) {
      pass(INTERVAL.minusMinutes(1));
      open(a, id).close();
    }
    assertThat(find(a, id)).isPresent();
  }

  @Test
  void sessionWithARequestUnderWayDoesNotEnd() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String id = createCart(a);
    SessionUse use = open(a, id);
    pass(INTERVAL.multipliedBy(2));
    assertThat(use.session().isValid()).isTrue();
    use.close();
    pass(INTERVAL.minusMinutes(1));
    assertThat(find(a, id)).isPresent();
  }

  @Test
  void sessionWithoutIntervalNeverEnds() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse use = a.node().sessions().create(Duration.ZERO);
    commit(use);
    use.close();
    pass(Duration.ofHours(3));
    assertThat(find(a, use.session().id())).isPresent();
  }

  @Test
  void nextOwnerKnowsTheIntervalAndWhenTheSessionWasUsedToATenth() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = createCart(a);
    try (SessionUse use = open(a, id)) {
      use.session().setMaxInactiveInterval(Duration.ofMinutes(10));
      commit(use);
    }
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofMinutes(5));
      open(a, id).close();
    }
    pass(MOMENT);
    a.crash();
    pass(Duration.ofMinutes(8));
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().maxInactiveInterval()).isEqualTo(Duration.ofMinutes(10));
    }
    pass(Duration.ofMinutes(12));
    assertThat(find(b, id)).isEmpty();
  }

  // ---- moving ----

  @Test
  void listenersHearOfASessionThatGoesAndComes() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Notes onA = listenTo(a);
    Notes onB = listenTo(b);
    String id = createCart(a);
    pass(Duration.ofSeconds(2));
    open(b, id).close();
    pass(MOMENT);
    assertThat(onA.heard).containsExactly("passivating with apples");
    assertThat(onB.heard).containsExactly("activated with apples");
  }

  @Test
  void whatAListenerSetsWhenTheSessionLeavesGoesAlong() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    a.node()
        .sessions()
        .addListener(
            new SessionListener() {
              @Override
              public void passivating(ServerSession session) {
                session.setAttribute("packed", "yes");
              }
            });
    String id = createCart(a);
    pass(Duration.ofSeconds(2));
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("packed")).isEqualTo("yes");
    }
  }

  @Test
  void runningRequestEndsBeforeTheSessionGoesAndItsChangesGoAlong() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = createCart(a);
    pass(Duration.ofSeconds(2));
    SessionUse running = open(a, id);
    var next = b.node().sessions().open(id, 0);
    pass(Duration.ofSeconds(1));
    assertThat(next).isNotDone();
    running.session().setAttribute("cart", "pears");
    assertThat(commit(running)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    running.close();
    try (SessionUse use = cluster.await(next).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("pears");
    }
  }

  @Test
  void requestThatRunsOnAfterTheSessionWentIsToldThatItsChangesFailed() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = createCart(a);
    pass(Duration.ofSeconds(2));
    SessionUse running = open(a, id);
    try (SessionUse use = open(b, id)) {
      running.session().setAttribute("cart", "pears");
      assertThat(failure(running)).isInstanceOf(SessionUnavailableException.class);
      running.close();
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void epochRisesWhenTheSessionMovesAndAStaleOwnerDoesNotServeIt() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = createCart(a);
    pass(Duration.ofSeconds(2));
    long epochOnB;
    try (SessionUse use = open(b, id)) {
      epochOnB = use.session().epoch();
      assertThat(epochOnB).isGreaterThan(1);
    }
    pass(Duration.ofSeconds(2));
    try (SessionUse use = cluster.await(a.node().sessions().open(id, epochOnB)).orElseThrow()) {
      assertThat(use.session().epoch()).isGreaterThan(epochOnB);
    }
  }
}
