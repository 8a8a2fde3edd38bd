package io.lockstep.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lockstep.report.Counters;
import io.lockstep.time.VirtualTime;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.Heartbeat;
import io.lockstep.wire.proto.Part;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come in, the messenger does not throw, and each frame is counted somewhere. */
class MessengerFuzzTest {
  private static final NodeAddress ADDRESS = new NodeAddress("test", "cluster", "a", "app");
  private static final NodeId SENDER = new NodeId(11);
  private static final List<String> REFUSALS =
      List.of("frames.malformed", "frames.foreign", "messages.unknown-type");

  private static final class Receiver {
    final VirtualTime time = new VirtualTime(1);
    final VirtualNetwork.VirtualTransport transport = new VirtualNetwork(time, false).transport();
    final Counters counters = new Counters();
    final AtomicLong handled = new AtomicLong();

    Receiver() {
      var loop = time.loop(time.clock(), new SplittableRandom(1));
      var messenger = new Messenger(loop, KeyedTransports.single(transport), ADDRESS, counters);
      messenger.on(MessageType.BATCH, (sender, batch) -> handled.incrementAndGet());
      messenger.on(MessageType.HEARTBEAT, (sender, heartbeat) -> handled.incrementAndGet());
      messenger.open(new NodeId(1));
    }

    void receive(byte[] frame) {
      transport.inject(frame);
      time.runUntil(time.elapsed().plus(Duration.ofMillis(1)));
    }

    long accountedFor() {
      return handled.get() + REFUSALS.stream().mapToLong(counters::get).sum();
    }
  }

  private static List<byte[]> wholeFrames() {
    var batch =
        Batch.newBuilder()
            .setSession(ByteString.copyFrom(new byte[16]))
            .setSequence(3)
            .addChanges(
                AttributeChange.newBuilder()
                    .setName("cart")
                    .setValue(ByteString.copyFromUtf8("apples")))
            .build();
    return List.of(
        Frames.frame(ADDRESS, SENDER, MessageType.BATCH, batch),
        Frames.frame(
            ADDRESS, SENDER, MessageType.HEARTBEAT, Heartbeat.newBuilder().setServer("b").build()));
  }

  @Property
  void randomBytesAreCountedAndNothingIsThrown(@ForAll @Size(max = 300) byte[] frame) {
    var receiver = new Receiver();
    receiver.receive(frame);
    assertThat(receiver.accountedFor()).isEqualTo(1);
  }

  @Property
  void damagedFramesAreHandledOrCountedAndNothingIsThrown(@ForAll Random random) {
    var receiver = new Receiver();
    for (byte[] frame : wholeFrames()) {
      byte[] damaged = Mutation.of(frame, random);
      long before = receiver.accountedFor();
      receiver.receive(damaged);
      assertThat(receiver.accountedFor()).isBetween(before, before + 1);
    }
  }

  @Property
  void receiverThatWasSentGarbageStillTakesWhatIsSound(@ForAll Random random) {
    var receiver = new Receiver();
    for (int i = 0; i < 20; i++) {
      receiver.receive(Mutation.of(wholeFrames().get(i % 2), random));
    }
    long before = receiver.handled.get();
    wholeFrames().forEach(receiver::receive);
    assertThat(receiver.handled.get()).isEqualTo(before + 2);
  }

  /** Claims of size cost nothing: memory follows the bytes that came. */
  @Property(tries = 50)
  void partsThatClaimMuchAndBringLittleCostLittle(@ForAll Random random) {
    var receiver = new Receiver();
    for (int message = 0; message < 2_000; message++) {
      receiver.transport.inject(
          Frames.envelope(ADDRESS, SENDER, MessageType.BATCH.number())
              .setPayload(ByteString.copyFrom(new byte[10]))
              .setPart(
                  Part.newBuilder()
                      .setMessage(random.nextLong())
                      .setIndex(random.nextInt(4096))
                      .setCount(4096)
                      .setTotalBytes(Messenger.MAX_MESSAGE_BYTES))
              .build()
              .toByteArray());
    }
    assertThat(receiver.counters.get("frames.malformed")).isZero();
    wholeFrames().forEach(receiver::receive);
    assertThat(receiver.handled.get()).isEqualTo(2);
  }
}
