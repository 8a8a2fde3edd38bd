package io.lockstep.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.report.Counters;
import io.lockstep.time.VirtualTime;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.Claim;
import io.lockstep.wire.proto.Heartbeat;
import io.lockstep.wire.proto.StoreStatus;
import io.lockstep.wire.proto.TrafficKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A messenger over two instances: the second carries sessions' attributes, the first the rest. */
class MessengerInstancesTest {
  private static final NodeAddress ADDRESS = new NodeAddress("test", "cluster", "a", "app");
  private static final NodeId SELF = new NodeId(1);
  private static final NodeId SENDER = new NodeId(11);
  private static final Set<TrafficKey> SECOND = Set.of(TrafficKey.SESSION_ATTRIBUTE_EVENTS);

  /** More than one of two instances may keep waiting. */
  private static final int FLOOD = 60_000;

  private final VirtualTime time = new VirtualTime(1);
  private final VirtualNetwork.VirtualTransport first = new VirtualNetwork(time, true).transport();
  private final VirtualNetwork.VirtualTransport second = new VirtualNetwork(time, true).transport();
  private final Counters counters = new Counters();
  private final List<String> handled = new ArrayList<>();
  private final Messenger messenger =
      new Messenger(
          time.loop(time.clock(), new SplittableRandom(1)),
          new KeyedTransports(
              List.of(
                  new KeyedTransport("one", "", EnumSet.complementOf(others()), first),
                  new KeyedTransport("two", "", SECOND, second))),
          ADDRESS,
          counters);

  MessengerInstancesTest() {
    messenger.onEach(
        MessageType.HEARTBEAT,
        (sender, instance, heartbeat) ->
            handled.add("heartbeat " + heartbeat.getNumber() + " over " + instance));
    messenger.on(MessageType.BATCH, (sender, batch) -> handled.add("batch"));
    messenger.on(MessageType.CLAIM, (sender, claim) -> handled.add("claim"));
    messenger.open(SELF);
    pass();
  }

  private static EnumSet<TrafficKey> others() {
    EnumSet<TrafficKey> others = EnumSet.copyOf(SECOND);
    others.add(TrafficKey.UNRECOGNIZED);
    return others;
  }

  private void pass() {
    time.runUntil(time.elapsed().plus(Duration.ofSeconds(1)));
  }

  private static Heartbeat heartbeat(long number) {
    return Heartbeat.newBuilder().setNumber(number).build();
  }

  private KeyStatistics traffic(int instance, TrafficKey key) {
    return messenger.statistics().get(instance).keys().stream()
        .filter(counted -> counted.key() == key)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachMessageGoesOverTheInstanceThatCarriesItsKey() {
    messenger.send(SELF, MessageType.BATCH, Batch.getDefaultInstance());
    messenger.broadcast(MessageType.CLAIM, Claim.getDefaultInstance());
    pass();
    assertThat(handled).containsExactlyInAnyOrder("batch", "claim");
    assertThat(traffic(1, TrafficKey.SESSION_ATTRIBUTE_EVENTS))
        .satisfies(
            batches -> {
              assertThat(batches.sentFrames()).isEqualTo(1);
              assertThat(batches.receivedFrames()).isEqualTo(1);
              assertThat(batches.sentBytes()).isEqualTo(batches.receivedBytes()).isPositive();
            });
    assertThat(traffic(0, TrafficKey.SESSION_EVENTS).sentFrames()).isEqualTo(1);
    assertThat(traffic(0, TrafficKey.SHARED_STORE).sentFrames()).isZero();
  }

  @Test
  void whatGoesOverEveryInstanceIsToldApartByTheHandler() {
    messenger.broadcastOverAll(MessageType.HEARTBEAT, heartbeat(7));
    pass();
    assertThat(handled).containsExactlyInAnyOrder("heartbeat 7 over 0", "heartbeat 7 over 1");
    assertThat(traffic(0, TrafficKey.APP_NODE).sentFrames()).isEqualTo(1);
  }

  @Test
  void thousandsThatWaitOverOneInstanceKeepNoneOfAnotherWaiting() {
    byte[] batch = Frames.frame(ADDRESS, SENDER, MessageType.BATCH, Batch.getDefaultInstance());
    for (int i = 0; i < 10_000; i++) {
      second.inject(batch);
    }
    for (int number = 1; number <= 10; number++) {
      first.inject(Frames.frame(ADDRESS, SENDER, MessageType.HEARTBEAT, heartbeat(number)));
    }
    pass();
    assertThat(handled).hasSize(10_010);
    assertThat(handled.indexOf("heartbeat 10 over 0")).isLessThan(30);
  }

  @Test
  void aFloodOverOneInstanceCostsItsOwnMessagesOnly() {
    byte[] batch = Frames.frame(ADDRESS, SENDER, MessageType.BATCH, Batch.getDefaultInstance());
    for (int i = 0; i < FLOOD; i++) {
      second.inject(batch);
    }
    for (int number = 1; number <= 100; number++) {
      first.inject(Frames.frame(ADDRESS, SENDER, MessageType.HEARTBEAT, heartbeat(number)));
    }
    pass();
    assertThat(counters.get("messages.overflow")).isPositive();
    assertThat(traffic(1, TrafficKey.SESSION_ATTRIBUTE_EVENTS).droppedFrames())
        .isEqualTo(counters.get("messages.overflow"));
    assertThat(handled).filteredOn(each -> each.startsWith("heartbeat")).hasSize(100);
  }

  @Test
  void aKeyBelongsToOneInstanceAndToNoMore() {
    var all = new KeyedTransport("all", "", EnumSet.complementOf(noKey()), first);
    assertThatThrownBy(
            () -> new KeyedTransports(List.of(all, new KeyedTransport("more", "", SECOND, second))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key SESSION_ATTRIBUTE_EVENTS: two instances have it");
    assertThatThrownBy(
            () -> new KeyedTransports(List.of(new KeyedTransport("some", "", SECOND, second))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no instance has it");
    assertThatThrownBy(() -> new KeyedTransport("none", "", Set.of(), first))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"none\"");
  }

  private static EnumSet<TrafficKey> noKey() {
    return EnumSet.of(TrafficKey.UNRECOGNIZED);
  }

  @Test
  void aMessageThatNobodyHandlesIsCountedOverAnyInstance() {
    second.inject(
        Frames.frame(ADDRESS, SENDER, MessageType.STORE_STATUS, StoreStatus.getDefaultInstance()));
    pass();
    assertThat(counters.get("messages.unknown-type")).isEqualTo(1);
  }
}
