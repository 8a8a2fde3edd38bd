package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.wire.MessageType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a session's attributes mean, to the requests that use them and to the next owner. */
class SessionViewTest extends SessionTestBase {
  private static final Duration TEN_MS = Duration.ofMillis(10);
  private static final Duration LATENCY = Duration.ofMillis(2);

  @Test
  void valueChangedAfterItWasSetTravelsAsItIsWhenTheRequestEnds() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      var cart = new StringBuilder("apples");
      use.session().setAttribute("cart", cart);
      cart.append(" and pears");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples and pears");
    }
  }

  @Test
  void whatARequestChangedTravelsInOneBatch() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    try (SessionUse use = create(a)) {
      commit(use);
      long before = cluster.network.delivered(MessageType.BATCH.number());
      use.session().setAttribute("one", 1);
      use.session().setAttribute("two", 2);
      use.session().setAttribute("one", 11);
      use.session().removeAttribute("two");
      use.session().setMaxInactiveInterval(Duration.ofMinutes(1));
      use.session().changeId();
      commit(use);
      assertThat(cluster.network.delivered(MessageType.BATCH.number())).isEqualTo(before + 1);
    }
  }

  @Test
  void requestThatOnlyReadsSendsNothing() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      commit(use);
    }
    pass(Duration.ofSeconds(1));
    long before = cluster.network.delivered(MessageType.BATCH.number());
    try (SessionUse use = open(a, id)) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    pass(Duration.ofSeconds(1));
    assertThat(cluster.network.delivered(MessageType.BATCH.number())).isEqualTo(before);
  }

  @Test
  void removedAttributeStaysRemovedForTheNextOwner() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      use.session().setAttribute("cart", "apples");
      use.session().setAttribute("name", "eve");
      commit(use);
      assertThat(use.session().removeAttribute("cart")).isEqualTo("apples");
      assertThat(use.session().removeAttribute("cart")).isNull();
      assertThat(use.session().attributeNames()).containsExactly("name");
      commit(use);
    }
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().attributeNames()).containsExactly("name");
      assertThat(use.session().getAttribute("cart")).isNull();
    }
  }

  // ---- outside a request ----

  @Test
  void changeOutsideARequestGoesOutWithinTenMilliseconds() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    String id = use.session().id();
    commit(use);
    use.close();
    pass(Duration.ofSeconds(1));
    long before = cluster.network.delivered(MessageType.BATCH.number());
    use.session().setAttribute("late", "yes");
    pass(TEN_MS.plus(LATENCY));
    assertThat(cluster.network.delivered(MessageType.BATCH.number())).isEqualTo(before + 1);
    a.crash();
    try (SessionUse next = open(b, id)) {
      assertThat(next.session().getAttribute("late")).isEqualTo("yes");
    }
  }

  @Test
  void changesOutsideARequestThatComeTogetherTravelTogether() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse use = create(a);
    commit(use);
    use.close();
    pass(Duration.ofSeconds(1));
    long before = cluster.network.delivered(MessageType.BATCH.number());
    for (int number = 0; number < 100; number++) {
      use.session().setAttribute("a" + number, number);
    }
    pass(Duration.ofSeconds(1));
    assertThat(cluster.network.delivered(MessageType.BATCH.number())).isEqualTo(before + 1);
    use.session().setAttribute("another", "later");
    pass(Duration.ofSeconds(1));
    assertThat(cluster.network.delivered(MessageType.BATCH.number())).isEqualTo(before + 2);
  }

  // ---- several requests at once ----

  @Test
  void requestsAtOnceSeeWhatAnyOfThemHasSet() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse one = create(a);
    commit(one);
    SessionUse other = open(a, one.session().id());
    one.session().setAttribute("cart", "apples");
    assertThat(other.session().getAttribute("cart")).isEqualTo("apples");
    assertThat(other.session().attributeNames()).containsExactly("cart");
    other.session().removeAttribute("cart");
    assertThat(one.session().getAttribute("cart")).isNull();
    assertThat(one.session().attributeNames()).isEmpty();
  }

  @Test
  void requestThatReadWhatAnotherHasNotYetSentIsToldThatItIsUnprotected() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse writer = create(a);
    commit(writer);
    SessionUse reader = open(a, writer.session().id());
    SessionUse bystander = open(a, writer.session().id());
    writer.session().setAttribute("cart", "apples");
    reader.session().getAttribute("cart");
    assertThat(commit(reader)).isEqualTo(ReplicationLevel.UNPROTECTED);
    assertThat(commit(bystander)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    assertThat(commit(writer)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    assertThat(commit(reader)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void requestThatOverwritesWhatItReadWaitsForItsOwnValueAlone() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse one = create(a);
    String id = one.session().id();
    commit(one);
    SessionUse other = open(a, id);
    one.session().setAttribute("cart", "apples");
    assertThat(other.session().setAttribute("cart", "pears")).isEqualTo("apples");
    assertThat(commit(other)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    // The older value comes last, and does not come back.
    assertThat(commit(one)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    one.close();
    other.close();
    a.crash();
    try (SessionUse next = open(b, id)) {
      assertThat(next.session().getAttribute("cart")).isEqualTo("pears");
    }
  }
}
