package io.lockstep.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicDeliveryTest extends TopicTestBase {
  @Test
  void whatOneServerPublishesTheListenersOfAllServersHear() {
    Server a = start("a");
    Server b = start("b");
    Server c = start("c");
    List<Hearing> hearings = List.of(listen(a, "news"), listen(b, "news"), listen(c, "news"));
    publish(b, "news", "rain");
    pass(A_MOMENT);
    assertThat(hearings)
        .allSatisfy(hearing -> assertThat(hearing.heard).containsExactly("news rain"));
  }

  @Test
  void aServerAloneHearsItself() {
    Server a = start("a");
    Hearing hearing = listen(a, "news");
    publish(a, "news", "rain", "sun");
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news rain", "news sun");
  }

  @Test
  void aListenerHearsOnlyTheTopicsThatItsPatternFits() {
    Server a = start("a");
    Server b = start("b");
    Hearing one = listen(b, "orders.new");
    Hearing some = listen(b, "orders.*");
    Hearing all = listen(b, "#");
    publish(a, "orders.new", "1");
    publish(a, "orders.paid", "2");
    publish(a, "news", "3");
    pass(A_MOMENT);
    assertThat(one.heard).containsExactly("orders.new 1");
    assertThat(some.heard).containsExactly("orders.new 1", "orders.paid 2");
    assertThat(all.heard).containsExactly("orders.new 1", "orders.paid 2", "news 3");
  }

  @Test
  void theOrderOfAPublisherHoldsOverAllItsTopics() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "orders.#");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      publish(a, "orders." + i % 3, "" + i);
      expected.add("orders." + i % 3 + " " + i);
    }
    pass(A_MOMENT);
    assertThat(hearing.heard).isEqualTo(expected);
  }

  @Test
  void messagesOfOneMomentTravelTogether() {
    Server a = start("a");
    start("b");
    for (int i = 0; i < 500; i++) {
      publish(a, "news", "" + i);
    }
    pass(A_MOMENT);
    // To b and back to a.
    assertThat(cluster.network.delivered(BATCH)).isEqualTo(2);
  }

  @Test
  void messagesBeyondOneBatchFollowInTheNext() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    String large = "x".repeat(Publisher.BATCH_BYTES / 3);
    publish(a, "news", large, large, large, large, large);
    pass(A_MOMENT);
    assertThat(hearing.heard).hasSize(5);
    assertThat(cluster.network.delivered(BATCH)).isEqualTo(6);
  }

  @Test
  void aMessageKeepsItsNumberAndItsPublishersLife() {
    Server a = start("a");
    Server b = start("b");
    var heard = new ArrayList<TopicMessage<?>>();
    b.node().topics().subscribe("news", heard::add);
    publish(a, "other", "1");
    publish(a, "news", "2");
    pass(A_MOMENT);
    assertThat(heard).containsExactly(new TopicMessage<>("news", a.node().id(), 2, "2"));
  }

  @Test
  void aListenerHearsNothingOfWhatWasBeforeIt() {
    Server a = start("a");
    Server b = start("b");
    publish(a, "news", "rain");
    pass(A_MOMENT);
    Hearing hearing = listen(b, "news");
    publish(a, "news", "sun");
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news sun");
  }

  @Test
  void aServerThatJoinsHearsFromThenOnAndMissesNothing() {
    Server a = start("a");
    publish(a, "news", "rain", "hail");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "sun");
    pass(A_WHILE);
    assertThat(hearing.heard).containsExactly("news sun");
  }

  @Test
  void aClosedSubscriptionHearsNothingMore() {
    Server a = start("a");
    var hearing = new Hearing();
    Subscription subscription = a.node().topics().subscribe("news", hearing);
    publish(a, "news", "rain");
    pass(A_MOMENT);
    subscription.close();
    publish(a, "news", "sun");
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news rain");
  }

  @Test
  void aServerThatLeavesSendsWhatItPublishedLast() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "farewell");
    a.close();
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news farewell");
  }

  @Test
  void aServerThatRestartsCountsAnew() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    publish(a, "news", "rain", "hail");
    pass(A_MOMENT);
    a.crash();
    Server again = start("a");
    publish(again, "news", "sun");
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news rain", "news hail", "news sun");
  }

  @Test
  void theReportTellsWhatWentThroughATopic() throws Exception {
    Server a = start("a");
    Server b = start("b");
    listen(b, "news");
    listen(b, "#");
    publish(a, "news", "rain", "sun");
    publish(b, "news", "wind");
    pass(A_MOMENT);
    assertThat(report(a, "news").published()).isEqualTo(2);
    assertThat(report(a, "news").received()).isEqualTo(1);
    assertThat(report(b, "news").listeners()).isEqualTo(2);
    assertThat(report(b, "news").published()).isEqualTo(1);
    assertThat(report(b, "news").received()).isEqualTo(2);
    assertThat(report(b).topics().lost()).isZero();
  }

  @Test
  void serversWithoutTopicsSayNothingOfThem() {
    start("a");
    Server b = start("b");
    listen(b, "#");
    pass(A_WHILE);
    assertThat(cluster.network.delivered(BATCH) + cluster.network.delivered(REPAIR)).isZero();
  }
}
