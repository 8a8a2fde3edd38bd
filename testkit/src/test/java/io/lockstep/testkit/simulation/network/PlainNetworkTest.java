package io.lockstep.testkit.simulation.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlainNetworkTest {
  private static final NodeId ONE = new NodeId(1);
  private static final NodeId TWO = new NodeId(2);

  private final VirtualTime time = new VirtualTime(1);
  private final PlainNetwork network = new PlainNetwork(time, new SplittableRandom(1));
  private final RecordingListener atOne = new RecordingListener();
  private final RecordingListener atTwo = new RecordingListener();
  private final Transport one = network.transport(new TestHost("one"));
  private final Transport two = network.transport(new TestHost("two"));

  @BeforeEach
  void connect() {
    one.open(ONE, atOne);
    two.open(TWO, atTwo);
    pass(Duration.ofSeconds(1));
    assertThat(atOne.heard).containsExactly("connected");
    atOne.heard.clear();
    atTwo.heard.clear();
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  private static byte[] frame(int number) {
    return new byte[] {(byte) number};
  }

  private void sendTen() {
    IntStream.range(0, 10).forEach(i -> one.send(TWO, frame(i)));
    pass(Duration.ofSeconds(1));
  }

  private static List<String> ten() {
    return IntStream.range(0, 10).mapToObj(i -> "frame " + i).toList();
  }

  @Test
  void keepsTheOrderOfFrames() {
    sendTen();

    assertThat(atTwo.heard).isEqualTo(ten());
  }

  @Test
  void broadcastReachesTheSenderToo() {
    one.broadcast(frame(7));
    pass(Duration.ofSeconds(1));

    assertThat(atOne.heard).containsExactly("frame 7");
    assertThat(atTwo.heard).containsExactly("frame 7");
  }

  @Test
  void reordersWhenToldTo() {
    network.disturb(Disturbance.reordering(1));
    sendTen();

    assertThat(atTwo.heard).isNotEqualTo(ten()).containsExactlyInAnyOrderElementsOf(ten());
  }

  @Test
  void losesAndDuplicatesWhenToldToUntilCalmed() {
    var loss = Disturbance.loss(1);
    network.disturb(loss);
    sendTen();
    assertThat(atTwo.heard).isEmpty();

    network.calm(loss);
    network.disturb(Disturbance.duplication(1));
    sendTen();
    assertThat(atTwo.heard).hasSize(20);
  }

  @Test
  void cutInOneDirectionLetsTheOtherPass() {
    var cut = new Cut(Set.of("one"), Set.of("two"), false);
    network.cut(cut);
    sendTen();
    two.send(ONE, frame(3));
    pass(Duration.ofSeconds(1));
    assertThat(atTwo.heard).isEmpty();
    assertThat(atOne.heard).containsExactly("frame 3");

    network.mend(cut);
    sendTen();
    assertThat(atTwo.heard).isEqualTo(ten());
  }

  @Test
  void tellsAServerOfItsOwnOutage() {
    network.disconnect("one");
    pass(Duration.ofSeconds(1));
    sendTen();
    network.reconnect("one");
    pass(Duration.ofSeconds(1));

    assertThat(atOne.heard).containsExactly("disconnected", "connected");
    assertThat(atTwo.heard).isEmpty();
    assertThat(one.statistics().droppedFrames()).isEqualTo(10);
  }

  @Test
  void deliversNothingToALifeThatWasClosed() {
    two.close();
    two.open(new NodeId(3), atTwo);
    sendTen();

    assertThat(atTwo.heard).containsExactly("connected");
  }

  @Test
  void alterationReplacesFrames() {
    network.alteration((from, to, frame) -> List.of(new Parcel(frame(9)), new Parcel(frame)));
    one.send(TWO, frame(1));
    pass(Duration.ofSeconds(1));

    assertThat(atTwo.heard).containsExactly("frame 9", "frame 1");
  }
}
