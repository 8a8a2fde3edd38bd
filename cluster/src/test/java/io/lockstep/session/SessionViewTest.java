package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.WhenUnavailable;
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

  // ---- values that cannot be serialised ----

  @Test
  void valueThatCannotBeSerialisedFailsWhenItIsSetAndTheSessionIsUnchanged() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    codec.refuse("bad");
    SessionUse use = create(a);
    use.session().setAttribute("cart", "apples");
    assertThatThrownBy(() -> use.session().setAttribute("cart", "bad"))
        .isInstanceOf(NotSerializableAttributeException.class)
        .hasMessageContaining("cart")
        .hasMessageContaining("String");
    assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void valueThatBecameUnserialisableFailsTheCommitAndNotTheNext() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    codec.refuse("good turned bad");
    SessionUse use = create(a);
    var value = new StringBuilder("good");
    use.session().setAttribute("cart", value);
    value.append(" turned bad");
    assertThat(failure(use)).isInstanceOf(NotSerializableAttributeException.class);
    use.session().setAttribute("cart", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void localValueIsSeenByEveryRequestOfThisNodeAndByNoOtherNode() throws Exception {
    Server a = cluster.start("a", with(NonSerializable.LOCAL));
    Server b = cluster.start("b", with(NonSerializable.LOCAL));
    codec.refuse("connection");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      use.session().setAttribute("local", "connection");
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    try (SessionUse use = open(a, id)) {
      assertThat(use.session().getAttribute("local")).isEqualTo("connection");
    }
    pass(Duration.ofSeconds(2));
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("local")).isNull();
      assertThat(use.session().attributeNames()).containsExactly("cart");
    }
  }

  @Test
  void valuesBesideOneThatBecameUnserialisableAreNotLost() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    codec.refuse("good turned bad");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      var value = new StringBuilder("good");
      use.session().setAttribute("before", "one");
      use.session().setAttribute("cart", value);
      use.session().setAttribute("after", "two");
      value.append(" turned bad");
      assertThat(failure(use)).isInstanceOf(NotSerializableAttributeException.class);
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().attributeNames()).contains("before", "after");
    }
  }

  @Test
  void valueReplacedByALocalOneIsGoneForTheNextOwner() throws Exception {
    Server a = cluster.start("a", with(NonSerializable.LOCAL));
    Server b = cluster.start("b", with(NonSerializable.LOCAL));
    codec.refuse("connection");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      use.session().setAttribute("thing", "old");
      commit(use);
      use.session().setAttribute("thing", "connection");
      commit(use);
    }
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().getAttribute("thing")).isNull();
    }
  }

  @Test
  void requestThatReadsALocalValueIsToldTheLevelOfWhatIsReplicated() throws Exception {
    Server a = cluster.start("a", with(NonSerializable.LOCAL));
    cluster.start("b", with(NonSerializable.LOCAL));
    codec.refuse("connection");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      use.session().setAttribute("local", "connection");
      use.session().setAttribute("cart", "apples");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    try (SessionUse use = open(a, id)) {
      use.session().getAttribute("local");
      use.session().setAttribute("cart", "pears");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
  }

  @Test
  void valueChangedBetweenTheFirstCommitAndTheEndOfItsRequestTravelsAtTheEnd() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    String id = use.session().id();
    var cart = new StringBuilder("apples");
    use.session().setAttribute("cart", cart);
    // The response's first byte leaves.
    commit(use);
    cart.append(" and pears");
    use.close();
    pass(Duration.ofMillis(100));
    a.crash();
    try (SessionUse next = open(b, id)) {
      assertThat(next.session().getAttribute("cart")).isEqualTo("apples and pears");
    }
  }

  @Test
  void changeBetweenTheLastCommitAndTheEndOfARequestGoesOutByItself() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    String id = use.session().id();
    commit(use);
    cluster.beforeStep(
        () -> {
          // Another thread, while the request closes.
          cluster.beforeStep(() -> {});
          use.session().setAttribute("cart", "apples");
        });
    use.close();
    pass(Duration.ofMillis(100));
    a.crash();
    try (SessionUse next = open(b, id)) {
      assertThat(next.session().getAttribute("cart")).isEqualTo("apples");
    }
  }

  @Test
  void endBetweenTheLastCommitAndTheEndOfARequestGoesOutByItself() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse use = create(a);
    String id = use.session().id();
    commit(use);
    cluster.beforeStep(
        () -> {
          cluster.beforeStep(() -> {});
          use.session().invalidate();
        });
    use.close();
    pass(Duration.ofMillis(100));
    a.crash();
    assertThat(find(b, id)).isEmpty();
  }

  @Test
  void requestThatReadWhatIsNotSentWaitsForItsOwnChangeAllTheSame() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse writer = create(a);
    String id = writer.session().id();
    commit(writer);
    SessionUse reader = open(a, id);
    writer.session().setAttribute("cart", "apples");
    reader.session().getAttribute("cart");
    reader.session().setAttribute("seen", "yes");
    assertThat(commit(reader)).isEqualTo(ReplicationLevel.UNPROTECTED);
    a.crash();
    try (SessionUse next = open(b, id)) {
      assertThat(next.session().getAttribute("seen")).isEqualTo("yes");
    }
  }

  @Test
  void requestThatReadWhatIsNotSentFailsWhenThatIsAskedFor() throws Exception {
    Server a = cluster.start("a", with(WhenUnavailable.FAIL));
    cluster.start("b", with(WhenUnavailable.FAIL));
    SessionUse writer = create(a);
    commit(writer);
    SessionUse reader = open(a, writer.session().id());
    writer.session().setAttribute("cart", "apples");
    reader.session().getAttribute("cart");
    assertThat(failure(reader)).isInstanceOf(SessionUnavailableException.class);
    assertThat(commit(writer)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    assertThat(commit(reader)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void valueThatCannotBeSentGivesWayToTheOneBeforeSoThatReadersAreProtected() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    codec.refuse("good turned bad");
    SessionUse writer = create(a);
    writer.session().setAttribute("cart", "apples");
    commit(writer);
    var value = new StringBuilder("good");
    writer.session().setAttribute("cart", value);
    value.append(" turned bad");
    assertThat(failure(writer)).isInstanceOf(NotSerializableAttributeException.class);
    SessionUse reader = open(a, writer.session().id());
    assertThat(reader.session().getAttribute("cart")).isEqualTo("apples");
    assertThat(commit(reader)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void valueThatBecomesUnserialisableAfterTheFirstByteKeepsNoOtherFromGoingOut() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    codec.refuse("good turned bad");
    SessionUse use = create(a);
    String id = use.session().id();
    var value = new StringBuilder("good");
    use.session().setAttribute("cart", value);
    commit(use);
    value.append(" turned bad");
    use.session().setAttribute("other", "kept");
    use.close();
    pass(Duration.ofMillis(100));
    assertThat(counter(a, "sessions.late-changes-lost")).isEqualTo(1);
    a.crash();
    try (SessionUse next = open(b, id)) {
      assertThat(next.session().getAttribute("other")).isEqualTo("kept");
      assertThat(next.session().getAttribute("cart")).isEqualTo("good");
    }
  }

  @Test
  void lastChangeOfARequestWhoseSessionHasGoneIsCounted() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    SessionUse slow = create(a);
    commit(slow);
    pass(Duration.ofSeconds(2));
    open(b, slow.session().id()).close();
    slow.close();
    assertThat(counter(a, "sessions.late-changes-lost")).isZero();
    SessionUse slower = create(a);
    commit(slower);
    pass(Duration.ofSeconds(2));
    open(b, slower.session().id()).close();
    slower.session().setAttribute("cart", "apples");
    slower.close();
    assertThat(counter(a, "sessions.late-changes-lost")).isEqualTo(1);
  }

  @Test
  void removedNamesAreForgottenOnceTheRemovalIsSent() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse use = create(a);
    for (int i = 0; i < 10; i++) {
      use.session().setAttribute("flash" + i, "shown once");
      commit(use);
      use.session().removeAttribute("flash" + i);
      assertThat(use.session().getAttribute("flash" + i)).isNull();
      commit(use);
      assertThat(use.session().getAttribute("flash" + i)).isNull();
    }
    assertThat(use.session().attributeNames()).isEmpty();
    assertThat(((SessionView) use.session()).body.live).isEmpty();
  }
}
