package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.session.SessionSettings.NonSerializable;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of values that cannot be sent, and of changes that come late. */
class SessionValuesTest extends SessionTestBase {
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
  void valueWithWhichTheSessionCouldNotBeCopiedFailsWhenItIsSetAndTheSessionIsUnchanged()
      throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse use = create(a);
    String half = "x".repeat(ServerSession.MAX_BYTES / 2);
    use.session().setAttribute("first", half);
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    use.session().setAttribute("second", half.substring(100));
    assertThatThrownBy(() -> use.session().setAttribute("third", half))
        .isInstanceOf(NotSerializableAttributeException.class)
        .hasMessageContaining("third")
        .hasMessageContaining("allowed is 8,388,608");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    use.session().removeAttribute("second");
    use.session().setAttribute("third", half.substring(100));
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void valueThatGrewUntilTheSessionCannotBeCopiedFailsTheCommitAndNotTheNext() throws Exception {
    Server a = cluster.start("a");
    cluster.start("b");
    SessionUse use = create(a);
    var value = new StringBuilder("small");
    use.session().setAttribute("cart", value);
    value.append("x".repeat(ServerSession.MAX_BYTES));
    assertThat(failure(use)).isInstanceOf(NotSerializableAttributeException.class);
    use.session().setAttribute("cart", "apples");
    assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
  }

  @Test
  void requestsThatMakeTheSessionTooLargeTogetherAreNotAllSaved() throws Exception {
    Server a = cluster.start("a");
    Server b = cluster.start("b");
    String id;
    try (SessionUse use = create(a)) {
      id = use.session().id();
      commit(use);
    }
    SessionUse first = open(a, id);
    SessionUse second = open(a, id);
    String most = "x".repeat(ServerSession.MAX_BYTES * 3 / 4);
    first.session().setAttribute("first", most);
    second.session().setAttribute("second", most);
    assertThat(commit(first)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    assertThat(failure(second)).isInstanceOf(NotSerializableAttributeException.class);
    assertThat(second.session().getAttribute("second")).isNull();
    first.close();
    second.close();
    a.crash();
    try (SessionUse use = open(b, id)) {
      assertThat(use.session().attributeNames()).containsExactly("first");
    }
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
    assertThat(cluster.counter(a, "sessions.late-changes-lost")).isEqualTo(1);
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
    assertThat(cluster.counter(a, "sessions.late-changes-lost")).isZero();
    SessionUse slower = create(a);
    commit(slower);
    pass(Duration.ofSeconds(2));
    open(b, slower.session().id()).close();
    slower.session().setAttribute("cart", "apples");
    slower.close();
    assertThat(cluster.counter(a, "sessions.late-changes-lost")).isEqualTo(1);
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
