package io.lockstep.testkit.simulation.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerNetworkTest {
  private static final NodeId ONE = new NodeId(1);
  private static final NodeId TWO = new NodeId(2);
  private static final byte[] FRAME = {5};

  private final VirtualTime time = new VirtualTime(1);
  private final BrokerNetwork network = new BrokerNetwork(time, new SplittableRandom(1));
  private final RecordingListener atOne = new RecordingListener();
  private final RecordingListener atTwo = new RecordingListener();
  private final TestHost hostTwo = new TestHost("two");
  private final Transport one = network.transport(new TestHost("one"));
  private final Transport two = network.transport(hostTwo);

  @BeforeEach
  void connect() {
    one.open(ONE, atOne);
    pass(Duration.ofSeconds(1));
    assertThat(atOne.heard).containsExactly("connected", "nobodyElse");
    two.open(TWO, atTwo);
    pass(Duration.ofSeconds(10));
    assertThat(atTwo.heard).containsExactly("connected");
    atOne.heard.clear();
    atTwo.heard.clear();
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  @Test
  void carriesToOneAndToAll() {
    one.send(TWO, FRAME);
    one.broadcast(FRAME);
    pass(Duration.ofSeconds(1));

    assertThat(atTwo.heard).containsExactly("frame 5", "frame 5");
    assertThat(atOne.heard).containsExactly("frame 5");
  }

  @Test
  void frameForAKilledNodeComesBackAndASecondLaterTheNodeIsDead() {
    hostTwo.kill();
    network.killed(hostTwo);
    pass(Duration.ofMillis(50));
    one.send(TWO, FRAME);
    pass(Duration.ofMillis(500));
    assertThat(atOne.heard).containsExactly("unreachable 2");

    pass(Duration.ofSeconds(1));
    assertThat(atOne.heard).containsExactly("unreachable 2", "dead 2");
  }

  @Test
  void nodeThatReturnsInTimeIsNotDead() {
    network.disconnect("two");
    one.send(TWO, FRAME);
    network.reconnect("two");
    pass(Duration.ofSeconds(5));

    assertThat(atTwo.heard).containsExactly("disconnected", "connected");
    assertThat(atOne.heard).containsExactly("unreachable 2");
  }

  @Test
  void nodeThatReturnsAfterTheVerdictHearsOfIt() {
    network.disconnect("two");
    one.send(TWO, FRAME);
    pass(Duration.ofSeconds(3));
    assertThat(atOne.heard).containsExactly("unreachable 2", "dead 2");

    network.reconnect("two");
    pass(Duration.ofSeconds(2));

    assertThat(atTwo.heard).contains("declaredDead").doesNotContain("connected");
  }

  @Test
  void shortCutDelaysFramesAndALongOneEndsTheConnection() {
    var cut = new Cut(Set.of("two"), Set.of("one"), true);
    network.cut(cut);
    one.send(TWO, FRAME);
    pass(Duration.ofMillis(50));
    assertThat(atTwo.heard).isEmpty();
    network.mend(cut);
    pass(Duration.ofSeconds(1));
    assertThat(atTwo.heard).containsExactly("frame 5");

    network.cut(cut);
    pass(Duration.ofSeconds(40));
    assertThat(atTwo.heard).containsExactly("frame 5", "disconnected");
    network.mend(cut);
    pass(Duration.ofSeconds(3));
    assertThat(atTwo.heard).containsExactly("frame 5", "disconnected", "connected");
  }

  @Test
  void pausedNodeKeepsItsQueueUntilTheBrokerGivesItUp() {
    hostTwo.pause();
    network.paused(hostTwo);
    pass(Duration.ofSeconds(4));
    one.send(TWO, FRAME);
    pass(Duration.ofSeconds(5));
    assertThat(atOne.heard).isEmpty();

    pass(Duration.ofSeconds(25));
    one.send(TWO, FRAME);
    pass(Duration.ofSeconds(2));
    assertThat(atOne.heard).containsExactly("unreachable 2", "dead 2");

    hostTwo.resume();
    pass(Duration.ofSeconds(2));
    assertThat(atTwo.heard).containsExactly("frame 5", "disconnected", "declaredDead");
  }

  @Test
  void afterTheBrokersOwnOutageNobodyIsJudgedBeforeAllHadTime() {
    network.shutDown();
    pass(Duration.ofSeconds(5));
    network.startUp();
    for (int i = 0; i < 30; i++) {
      pass(Duration.ofMillis(100));
      one.send(TWO, FRAME);
      two.send(ONE, FRAME);
    }
    pass(Duration.ofSeconds(10));

    assertThat(atOne.heard).contains("disconnected", "connected").doesNotContain("dead 2");
    assertThat(atTwo.heard).contains("disconnected", "connected").doesNotContain("dead 1");
  }
}
