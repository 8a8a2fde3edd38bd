package io.lockstep.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.topic.MissedMessages.Reason;
import io.lockstep.transport.NodeAddress;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.TopicBatch;
import io.lockstep.wire.proto.TopicEntries;
import io.lockstep.wire.proto.TopicEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicLimitsTest extends TopicTestBase {
  private static final String LARGE = "x".repeat(1 << 19);

  @Test
  @SuppressWarnings("NullAway")
  void nullIsNeitherTopicNorMessageNorListener() {
    MessagingService topics = start("a").node().topics();
    assertThatThrownBy(() -> topics.publish(null, "rain"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("topic");
    assertThatThrownBy(() -> topics.publish("news", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("message");
    assertThatThrownBy(() -> topics.subscribe("news", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("listener");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "news.*", "a\nb"})
  void aNameThatIsNotAllowedIsRefusedAndNothingSent(String name) {
    Server a = start("a");
    start("b");
    assertThatThrownBy(() -> publish(a, name, "rain"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
    pass(A_WHILE);
    assertThat(cluster.network.delivered(BATCH)).isZero();
  }

  @Test
  void aMessageThatCannotBeSerialisedIsRefusedAndNothingSent() {
    Server a = start("a");
    start("b");
    assertThatThrownBy(() -> publish(a, "news", new Object()))
        .isInstanceOf(MessageRefusedException.class)
        .hasMessageContainingAll("news", "java.lang.Object");
    pass(A_WHILE);
    assertThat(cluster.network.delivered(BATCH)).isZero();
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedAndNothingSent() {
    Server a = start("a");
    start("b");
    assertThatThrownBy(() -> publish(a, "news", LARGE + LARGE))
        .isInstanceOf(MessageRefusedException.class)
        .hasMessageContainingAll("news", "1048577", "1048576");
    pass(A_WHILE);
    assertThat(cluster.network.delivered(BATCH)).isZero();
  }

  @Test
  void aPublisherThatIsTooFastIsRefusedAndCanPublishTheSameAMomentLater() {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "news");
    int[] taken = {0};
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 40; i++) {
                publish(a, "news", LARGE);
                taken[0]++;
              }
            })
        .isInstanceOf(PublisherBusyException.class)
        .hasMessageContaining("news");
    pass(A_WHILE);
    publish(a, "news", "last");
    pass(A_WHILE);
    assertThat(hearing.heard).hasSize(taken[0] + 1).endsWith("news last");
    assertThat(hearing.missed).isEmpty();
  }

  @Test
  void aNodeThatHasEndedPublishesNothing() {
    Server a = start("a");
    a.close();
    pass(A_MOMENT);
    assertThatThrownBy(() -> publish(a, "news", "rain"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("news");
  }

  /** A listener that waits is one whose messages wait: here, because no worker runs meanwhile. */
  @Test
  void aSlowListenerIsToldWhatItMissedAndTheOthersHearAll() throws Exception {
    Server a = start("a");
    Server b = start("b");
    var quick = new ArrayList<Long>();
    Hearing slow = listen(b, "news");
    b.node().topics().subscribe("other", message -> quick.add(message.number()));
    cluster.holdWorkers();
    for (int i = 0; i < 40; i++) {
      publish(a, "news", LARGE);
      pass(Duration.ofMillis(20));
    }
    publish(a, "other", "still here");
    pass(A_MOMENT);
    cluster.releaseWorkers();
    pass(A_MOMENT);
    publish(a, "news", "last");
    pass(A_MOMENT);

    assertThat(quick).containsExactly(41L);
    MissedMessages missed = slow.missed.get(0);
    assertThat(slow.missed).hasSize(1);
    assertThat(missed.reason()).isEqualTo(Reason.OVERFLOW);
    assertThat(missed.to()).isEqualTo(40);
    assertThat(slow.heard).hasSize(42 - (int) missed.count()).endsWith("news last");
    assertThat(missed.from()).isEqualTo(41 - missed.count());
    assertThat(report(b, "news").dropped()).isEqualTo(missed.count());
  }

  @Test
  void aListenerThatFailsHearsTheNextMessageToo() {
    Server a = start("a");
    List<Object> heard = new ArrayList<>();
    a.node()
        .topics()
        .subscribe(
            "news",
            message -> {
              heard.add(message.content());
              throw new IllegalStateException("on purpose");
            });
    publish(a, "news", "rain", "sun");
    pass(A_MOMENT);
    assertThat(heard).containsExactly("rain", "sun");
  }

  @Test
  void aHostileBatchCostsOnlyItself() throws Exception {
    Server a = start("a");
    Server b = start("b");
    Hearing hearing = listen(b, "#");
    publish(a, "news", "1");
    pass(A_MOMENT);
    long sender = a.node().id().incarnation();
    TopicEntry entry = TopicEntry.newBuilder().setTopic("news").build();
    List<TopicBatch> hostile =
        List.of(
            TopicBatch.getDefaultInstance(),
            TopicBatch.newBuilder().setFrom(-5).build(),
            batch(Long.MAX_VALUE, entry),
            batch(2, entry).toBuilder().setCount(2).build(),
            batch(2, TopicEntry.getDefaultInstance()),
            batch(2, TopicEntry.newBuilder().setTopic("a\nb").build()),
            batch(2, entry).toBuilder().setMessages(ByteString.copyFromUtf8("\n\uffff")).build());
    hostile.forEach(batch -> b.transport().inject(frame(sender, batch)));
    pass(A_MOMENT);
    publish(a, "news", "2");
    pass(A_MOMENT);
    assertThat(hearing.heard).containsExactly("news 1", "news 2");
    assertThat(cluster.counter(b, "frames.malformed")).isEqualTo(hostile.size());
  }

  private static TopicBatch batch(long from, TopicEntry entry) {
    return TopicBatch.newBuilder()
        .setFrom(from)
        .setCount(1)
        .setMessages(TopicEntries.newBuilder().addMessages(entry).build().toByteString())
        .build();
  }

  private static byte[] frame(long sender, TopicBatch batch) {
    return Envelope.newBuilder()
        .setVersion(1)
        .setCluster(new NodeAddress("test", "cluster", "a", "app").clusterHash())
        .setIncarnation(sender)
        .setType(MessageType.TOPIC_BATCH.number())
        .setPayload(ByteString.copyFrom(batch.toByteArray()))
        .build()
        .toByteArray();
  }
}
