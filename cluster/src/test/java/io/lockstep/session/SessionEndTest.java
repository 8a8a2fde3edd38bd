package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a session ends. */
class SessionEndTest extends SessionLifeScenario {
  @Test
  void endedSessionIsUnknownEverywhereAndRefusesAllUse() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Notes notes = listenTo(a);
    String id = createCart(a);
    SessionUse other = open(a, id);
    SessionUse use = open(a, id);
    use.session().invalidate();
    assertThat(notes.heard).containsExactly("ending with apples");
    assertThat(use.session().isValid()).isFalse();
    assertThat(other.session().isValid()).isFalse();
    assertThat(use.session().id()).isEqualTo(id);
    assertThatThrownBy(() -> other.session().getAttribute("cart"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.session().setAttribute("cart", "pears"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> use.session().invalidate()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> use.session().changeId()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> use.session().attributeNames())
        .isInstanceOf(IllegalStateException.class);
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    use.close();
    other.close();
    assertThat(find(a, id)).isEmpty();
    assertThat(find(b, id)).isEmpty();
  }

  @Test
  void endedSessionStaysEndedWhenItsOwnerDies() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    String id = createCart(a);
    SessionUse use = open(a, id);
    use.session().invalidate();
    commit(use);
    a.crash();
    assertThat(find(b, id)).isEmpty();
    assertThat(find(c, id)).isEmpty();
    pass(Duration.ofHours(1));
    assertThat(find(b, id)).isEmpty();
  }

  @Test
  void changesOfARequestThatRanBesideTheEndComeToNothing() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id = createCart(a);
    SessionUse ender = open(a, id);
    SessionUse writer = open(a, id);
    writer.session().setAttribute("cart", "pears");
    ender.session().invalidate();
    commit(ender);
    commit(writer);
    ender.close();
    writer.close();
    pass(Duration.ofSeconds(1));
    assertThat(find(a, id)).isEmpty();
    a.crash();
    assertThat(find(b, id)).isEmpty();
  }

  /** Ends the session when it hears of its end, as careless code does. */
  private static final class Ender implements SessionListener {
    int heard;
    Runnable meanwhile = () -> {};

    @Override
    public void ending(ServerSession session) {
      heard++;
      meanwhile.run();
      session.invalidate();
    }
  }

  @Test
  void listenerThatEndsTheSessionOnceMoreIsToldOnceAndTheSessionEnds() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    var ender = new Ender();
    a.node().sessions().addListener(ender);
    String id = createCart(a);
    try (SessionUse use = open(a, id)) {
      use.session().invalidate();
    }
    assertThat(ender.heard).isEqualTo(1);
    assertThat(find(a, id)).isEmpty();
    String idle = createCart(a);
    pass(INTERVAL.plusMinutes(1));
    assertThat(ender.heard).isEqualTo(2);
    assertThat(find(a, idle)).isEmpty();
  }

  @Test
  void requestThatEndsASessionWhichAnotherIsEndingIsRefusedAndListenersHearOnce() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String id = createCart(a);
    SessionUse one = open(a, id);
    SessionUse other = open(a, id);
    var ender = new Ender();
    ender.meanwhile =
        () ->
            assertThatThrownBy(() -> other.session().invalidate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another request");
    a.node().sessions().addListener(ender);
    one.session().invalidate();
    assertThat(ender.heard).isEqualTo(1);
    assertThat(other.session().isValid()).isFalse();
  }

  @Test
  void listenerThatFailsDoesNotKeepTheSessionAlive() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String id = createCart(a);
    var ender = new Ender();
    ender.meanwhile =
        () -> {
          throw new StackOverflowError("steered");
        };
    a.node().sessions().addListener(ender);
    SessionUse use = open(a, id);
    assertThatThrownBy(() -> use.session().invalidate()).isInstanceOf(StackOverflowError.class);
    assertThat(use.session().isValid()).isFalse();
    use.close();
    assertThat(find(a, id)).isEmpty();
  }

  @Test
  void useRightAfterATakeOverKeepsTheSessionAliveWhenThatOwnerDiesToo() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    Server c = cluster.start("c");
    Duration idle = INTERVAL.multipliedBy(2).dividedBy(3);
    String id = createCart(a);
    pass(idle);
    open(b, id).close();
    pass(Duration.ofSeconds(2));
    b.crash();
    pass(idle);
    assertThat(find(c, id)).isPresent();
  }
}
