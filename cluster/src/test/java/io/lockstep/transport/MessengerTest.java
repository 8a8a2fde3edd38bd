package io.lockstep.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.lockstep.report.Counters;
import io.lockstep.time.VirtualTime;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.Claim;
import io.lockstep.wire.proto.Leave;
import io.lockstep.wire.proto.LossQuery;
import io.lockstep.wire.proto.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MessengerTest {
  private static final NodeAddress ADDRESS = new NodeAddress("test", "cluster", "a", "app");
  private static final NodeId SENDER = new NodeId(11);

  private final VirtualTime time = new VirtualTime(1);
  private final VirtualNetwork network = new VirtualNetwork(time, true);
  private final End a = new End("a", 1);
  private final End b = new End("b", 2);

  /** One node's messenger, and what it received. */
  private final class End {
    final NodeId id;
    final Counters counters = new Counters();
    final VirtualNetwork.VirtualTransport transport = network.transport();
    final List<Batch> batches = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final Messenger messenger;

    End(String server, long incarnation) {
      id = new NodeId(incarnation);
      messenger =
          new Messenger(
              time.loop(time.clock(), new SplittableRandom(incarnation)),
              KeyedTransports.single(transport),
              new NodeAddress("test", "cluster", server, "app"),
              counters);
      messenger.on(MessageType.BATCH, (sender, batch) -> batches.add(batch));
      messenger.addListener(new Events());
      messenger.open(id);
    }

    private final class Events implements LinkListener {
      @Override
      public void connected() {
        events.add("connected");
      }

      @Override
      public void disconnected() {
        events.add("disconnected");
      }

      @Override
      public void unreachable(NodeId node, int instance) {
        events.add("unreachable " + node);
      }

      @Override
      public void dead(NodeId node) {
        events.add("dead " + node);
      }

      @Override
      public void declaredDead() {
        events.add("declaredDead");
      }

      @Override
      public void nobodyElse() {
        events.add("nobodyElse");
      }
    }
  }

  private void pass() {
    time.runUntil(time.elapsed().plus(Duration.ofMillis(100)));
  }

  private static Batch batch(long sequence, int bytes) {
    return Batch.newBuilder()
        .setSequence(sequence)
        .setSession(ByteString.copyFrom(new byte[bytes]))
        .build();
  }

  @Test
  void messagesArriveInTheOrderInWhichTheyWereSentWhateverTheirSize() {
    List<Batch> sent =
        LongStream.range(0, 50)
            .mapToObj(number -> batch(number, number % 5 == 0 ? 200_000 : 10))
            .toList();
    sent.forEach(batch -> a.messenger.send(b.id, MessageType.BATCH, batch));
    pass();
    assertThat(b.batches).isEqualTo(sent);
  }

  @Test
  void aBroadcastReachesEveryNodeAndItsSender() {
    a.messenger.broadcast(MessageType.BATCH, batch(1, 100_000));
    pass();
    assertThat(a.batches).hasSize(1);
    assertThat(b.batches).hasSize(1);
  }

  @Test
  void aMessageOfTheLargestSizeArrivesAndALargerOneIsDroppedAndCounted() {
    int room = Messenger.MAX_MESSAGE_BYTES - batch(0, 0).getSerializedSize() - 10;
    a.messenger.send(b.id, MessageType.BATCH, batch(0, room));
    a.messenger.send(b.id, MessageType.BATCH, batch(0, Messenger.MAX_MESSAGE_BYTES + 1));
    pass();
    assertThat(b.batches).hasSize(1);
    assertThat(a.counters.get("messages.oversized")).isEqualTo(1);
  }

  @Test
  void aMessageOfWhichAPartIsLostIsLostAndTheNextArrives() {
    boolean[] first = {true};
    network.lose(
        frame -> {
          boolean lost = first[0] && frame.envelope().getPart().getIndex() == 1;
          first[0] &= !lost;
          return lost;
        });
    a.messenger.send(b.id, MessageType.BATCH, batch(1, 200_000));
    a.messenger.send(b.id, MessageType.BATCH, batch(2, 200_000));
    pass();
    assertThat(b.batches).extracting(Batch::getSequence).containsExactly(2L);
  }

  @Test
  void frameOfAForeignClusterIsDroppedAndCounted() {
    for (NodeAddress foreign :
        List.of(
            new NodeAddress("other", "cluster", "a", "app"),
            new NodeAddress("test", "other", "a", "app"),
            new NodeAddress("test", "cluster", "a", "other"))) {
      a.transport.inject(Frames.frame(foreign, SENDER, MessageType.BATCH, batch(1, 1)));
    }
    pass();
    assertThat(a.batches).isEmpty();
    assertThat(a.counters.get("frames.foreign")).isEqualTo(3);
    assertThat(a.counters.get("frames.malformed")).isZero();
  }

  @Test
  void typeThatIsNotKnownIsSkippedAndCounted() {
    a.transport.inject(Frames.envelope(ADDRESS, SENDER, 9999).build().toByteArray());
    a.transport.inject(
        Frames.frame(ADDRESS, SENDER, MessageType.LEAVE, Leave.getDefaultInstance()));
    a.transport.inject(Frames.frame(ADDRESS, SENDER, MessageType.BATCH, batch(1, 1)));
    pass();
    assertThat(a.counters.get("messages.unknown-type")).isEqualTo(2);
    assertThat(a.batches).hasSize(1);
  }

  @Test
  void frameThatIsNoEnvelopeIsDroppedAndCounted() {
    for (byte[] garbage :
        List.of(
            new byte[0],
            new byte[] {0},
            new byte[1_000],
            "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            Frames.envelope(ADDRESS, SENDER, 20).setVersion(0).build().toByteArray(),
            Frames.envelope(ADDRESS, SENDER, 20).setIncarnation(0).build().toByteArray(),
            Frames.envelope(ADDRESS, SENDER, 20)
                .setPayload(ByteString.copyFromUtf8("no batch"))
                .build()
                .toByteArray())) {
      a.transport.inject(garbage);
    }
    pass();
    assertThat(a.counters.get("frames.malformed")).isEqualTo(7);
    assertThat(a.batches).isEmpty();
  }

  @Test
  void senderThatTheGateDoesNotAdmitIsNotHeard() {
    a.messenger.setGate((sender, instance) -> !sender.equals(SENDER));
    a.transport.inject(Frames.frame(ADDRESS, SENDER, MessageType.BATCH, batch(1, 1)));
    a.transport.inject(Frames.frame(ADDRESS, new NodeId(12), MessageType.BATCH, batch(2, 1)));
    pass();
    assertThat(a.batches).extracting(Batch::getSequence).containsExactly(2L);
  }

  @Test
  void whatCameInForAnEarlierLifeIsNotHandledInTheNext() {
    a.transport.inject(Frames.frame(ADDRESS, SENDER, MessageType.BATCH, batch(1, 1)));
    a.messenger.close();
    a.messenger.open(new NodeId(3));
    a.transport.inject(Frames.frame(ADDRESS, SENDER, MessageType.BATCH, batch(2, 1)));
    pass();
    assertThat(a.batches).extracting(Batch::getSequence).containsExactly(2L);
  }

  @Test
  void whatTheTransportLearnsIsToldToTheListeners() {
    pass();
    a.events.clear();
    a.messenger.send(new NodeId(99), MessageType.PROBE, Probe.getDefaultInstance());
    a.transport.disconnect();
    a.transport.connect();
    pass();
    assertThat(a.events)
        .containsExactly(
            "unreachable " + new NodeId(99), "dead " + new NodeId(99), "disconnected", "connected");
    assertThat(b.events).containsExactly("connected");
  }

  @Test
  void twoHandlersForOneTypeAreAMistake() {
    assertThatThrownBy(() -> a.messenger.on(MessageType.BATCH, (sender, batch) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Batch");
    a.messenger.on(MessageType.CLAIM, (NodeId sender, Claim claim) -> {});
    a.messenger.on(MessageType.LOSS_QUERY, (NodeId sender, LossQuery query) -> {});
  }
}
