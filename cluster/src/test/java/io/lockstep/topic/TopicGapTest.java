package io.lockstep.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.topic.MissedMessages.Reason;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicGapTest extends TopicTestBase {
  private static final Duration A_BREAK = Duration.ofSeconds(8);

  @Test
  void aLostMessageIsSentAgainAndHeardInItsPlace() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "1");
    pass(A_MOMENT);
    cluster.network.loseType(BATCH);
    publish(a, "news", "2");
    pass(A_MOMENT);
    cluster.network.heal();
    publish(a, "news", "3");
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news 1", "news 2", "news 3");
  }

  @Test
  void aLostFirstMessageIsSentAgainToo() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    cluster.network.loseType(BATCH);
    publish(a, "news", "1");
    pass(A_MOMENT);
    cluster.network.heal();
    publish(a, "news", "2");
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news 1", "news 2");
  }

  @Test
  void aLostLastMessageIsFoundThoughNoOtherFollows() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    cluster.network.loseType(BATCH);
    publish(a, "news", "1");
    pass(A_MOMENT);
    cluster.network.heal();
    pass(A_WHILE);
    assertThat(hearing.heard).containsExactly("news 1");
  }

  @Test
  void whatCannotBeHadAgainIsToldToEveryListenerOnceAndTheRestIsHeard() throws Exception {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    Hearing other = listen(b, "other");
    publish(a, "news", "1");
    pass(A_MOMENT);
    cluster.network.loseType(BATCH);
    publish(a, "news", "2", "3");
    pass(A_MOMENT);
    cluster.network.heal();
    cluster.network.loseType(REPAIR);
    publish(a, "news", "4");
    pass(A_WHILE);
    assertThat(hearing.heard).containsExactly("news 1", "missed LOST 2-3", "news 4");
    assertThat(other.heard).containsExactly("missed LOST 2-3");
    MissedMessages missed = hearing.missed.get(0);
    assertThat(missed.publisher()).isEqualTo(a.node().id());
    assertThat(missed.count()).isEqualTo(2);
    assertThat(report(b).topics().gaps()).isEqualTo(1);
    assertThat(report(b).topics().lost()).isEqualTo(2);
  }

  @Test
  void whatThePublisherKeepsNoMoreIsToldAtOnceAndTheRestIsSentAgain() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "first");
    pass(A_MOMENT);
    cluster.network.loseType(BATCH);
    String large = "x".repeat(1 << 19);
    for (int i = 0; i < 10; i++) {
      publish(a, "news", large);
      pass(A_MOMENT);
    }
    cluster.network.heal();
    publish(a, "news", "last");
    pass(A_WHILE);
    assertThat(hearing.missed)
        .singleElement()
        .satisfies(
            missed -> {
              assertThat(missed.from()).isEqualTo(2);
              assertThat(missed.to()).isLessThan(11);
            });
    assertThat(hearing.heard).hasSizeGreaterThan(5).startsWith("news first").endsWith("news last");
  }

  /** Batches are held back from now on, and come when a test injects them. */
  private List<byte[]> holdBatches(Server to) {
    List<byte[]> batches = new ArrayList<>();
    cluster.network.lose(
        frame -> {
          boolean held = frame.to() == to.transport() && frame.envelope().getType() == BATCH;
          if (held) {
            batches.add(frame.bytes().toByteArray());
          }
          return held;
        });
    return batches;
  }

  @Test
  void messagesThatOvertakeEachOtherAreHeardInTheirOrder() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "1");
    pass(A_MOMENT);
    List<byte[]> batches = holdBatches(b);
    for (String message : List.of("2", "3", "4")) {
      publish(a, "news", message);
      pass(A_MOMENT);
    }
    for (int index : List.of(2, 0, 1)) {
      b.transport().inject(batches.get(index));
      pass(Duration.ofMillis(5));
    }
    assertThat(hearing.heard).containsExactly("news 1", "news 2", "news 3", "news 4");
  }

  @Test
  void aMessageThatComesTwiceIsHeardOnce() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "1");
    pass(A_MOMENT);
    List<byte[]> batches = holdBatches(b);
    publish(a, "news", "2");
    pass(A_MOMENT);
    b.transport().inject(batches.get(0));
    b.transport().inject(batches.get(0));
    cluster.network.heal();
    publish(a, "news", "3");
    pass(A_MOMENT);
    b.transport().inject(batches.get(0));
    pass(A_WHILE);
    assertThat(hearing.heard).containsExactly("news 1", "news 2", "news 3");
  }

  @Test
  void aMessageThatComesAfterItWasToldAsLostIsNotHeardAnyMore() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "1");
    pass(A_MOMENT);
    List<byte[]> batches = holdBatches(b);
    publish(a, "news", "2");
    pass(A_MOMENT);
    cluster.network.heal();
    cluster.network.loseType(REPAIR);
    publish(a, "news", "3");
    pass(A_WHILE);
    b.transport().inject(batches.get(0));
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news 1", "missed LOST 2-2", "news 3");
  }

  @Test
  void whoWasCutOffForAShortTimeMissesNothing() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "1");
    pass(A_MOMENT);
    cluster.network.isolate(b.transport());
    publish(a, "news", "2", "3");
    pass(A_BREAK);
    cluster.network.heal();
    pass(Duration.ofSeconds(15));
    assertThat(hearing.heard).containsExactly("news 1", "news 2", "news 3");
  }

  @Test
  void whoWasDeclaredDeadIsSentAgainWhatItMissedOfTheOthers() {
    Server a = start("a");
    Server b = start("b");
    start("c");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "1");
    pass(A_MOMENT);
    NodeId before = b.node().id();
    cluster.network.isolate(b.transport());
    publish(a, "news", "2", "3");
    pass(Duration.ofMinutes(2));
    cluster.network.heal();
    pass(Duration.ofSeconds(20));
    publish(a, "news", "4");
    pass(A_WHILE);
    assertThat(b.node().id()).isNotEqualTo(before);
    assertThat(hearing.heard).containsExactly("news 1", "news 2", "news 3", "news 4");
  }

  @Test
  void ofASplitEachSideHearsItsOwn() {
    Server a = start("a");
    Server b = start("b");
    Hearing atA = listen(a, "news");
    Hearing atB = listen(b, "news");
    cluster.network.isolate(b.transport());
    publish(a, "news", "of a");
    publish(b, "news", "of b");
    pass(A_WHILE);
    assertThat(atA.heard).containsExactly("news of a");
    assertThat(atB.heard).containsExactly("news of b");
  }

  @Test
  void whatIsMissingOfAPublisherThatEndsIsToldAndWhatIsAtHandIsHeard() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "1");
    pass(A_MOMENT);
    cluster.network.loseType(BATCH);
    publish(a, "news", "2");
    pass(A_MOMENT);
    cluster.network.heal();
    cluster.network.loseType(REPAIR);
    publish(a, "news", "3");
    a.close();
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news 1", "missed LOST 2-2", "news 3");
  }

  /** The publisher counts b in from its first message on, and b hears of that only later. */
  @Test
  void aLostBeginningIsToldOnceThePublisherHasSaidWhereItWas() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    cluster.network.loseType(BATCH);
    publish(a, "news", "1");
    pass(A_MOMENT);
    cluster.network.heal();
    cluster.network.loseType(REPAIR);
    publish(a, "news", "2");
    pass(A_WHILE);
    assertThat(hearing.heard).containsExactly("news 2");
    cluster.network.heal();
    pass(A_WHILE);
    assertThat(hearing.heard).containsExactly("news 2", "missed LOST 1-1");
  }

  @Test
  void aMessageThatCannotBeReadIsToldInItsPlace() throws Exception {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", 1.0, 120.0, 2.0);
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news 1.0", "missed UNREADABLE 2-2", "news 2.0");
    assertThat(hearing.missed.get(0).detail()).contains("news", "unknown here");
    assertThat(cluster.counter(b, "topics.unreadable")).isEqualTo(1);
  }

  @Test
  void aMessageOfAnotherClassThanAskedForIsToldInItsPlace() {
    Server a = start("a");
    var texts = new Hearing();
    a.node().topics().subscribe("news", String.class, texts);
    publish(a, "news", "1", 2L, "3");
    pass(A_MOMENT);
    assertThat(texts.heard).containsExactly("news 1", "missed UNREADABLE 2-2", "news 3");
    assertThat(texts.missed.get(0).reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(texts.missed.get(0).detail()).contains("Long", "String");
  }
}
