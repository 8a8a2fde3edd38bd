package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.transport.ChildNode;
import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is declared dead, and who is not. */
abstract class DeathContract<B extends TestBroker> extends AmqpScenario<B> {
  /** A node that is cut off, and that the judge has declared dead. */
  private TestNode buried(TestNode judge, TcpProxy way) {
    TestNode late = node(way);
    late.broadcast("I am here");
    judge.awaitText("I am here");
    way.interrupt();
    sendUntil(judge, late, "dead " + late.id());
    return late;
  }

  @Test
  void aKilledProcessIsUnreachableAtOnceAndThenDead() {
    TestNode witness = node();
    var id = new NodeId(randomId());
    ChildNode child = tracked(network().child(id));
    child.kill();
    long killed = System.nanoTime();

    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              witness.transport().send(id, new byte[] {1});
              return witness.listener().heard("unreachable " + id);
            });

    long ms = (System.nanoTime() - killed) / 1_000_000;
    System.out.println(getClass().getSimpleName() + ": unreachable " + ms + " ms after SIGKILL");
    assertThat(ms).isLessThan(1_000);
    // It was never heard on this link, so it gets the time to settle.
    assertThat(witness.listener().heard("dead " + id)).isFalse();
  }

  @Test
  void aNodeWhoseConnectionIsCutForGoodIsUnreachableAndThenDead() {
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode victim = node(way);
    victim.broadcast("I am here");
    witness.awaitText("I am here");

    way.interrupt();

    sendUntil(witness, victim, "unreachable " + victim.id());
    assertThat(witness.listener().heard("dead " + victim.id())).isFalse();
    witness.awaitEvent("dead " + victim.id());
    victim.awaitEvent("disconnected");
  }

  @Test
  void aNodeThatIsBackWithinTheGraceLivesOn() {
    // Long enough for a slow machine to reconnect in.
    network().with("arbiter-grace", "2 s");
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode other = node(way);
    other.broadcast("I am here");
    witness.awaitText("I am here");

    way.interrupt();
    sendUntil(witness, other, "unreachable " + other.id());
    way.restore();

    other.awaitEvent("connected", 2);
    await().during(Duration.ofSeconds(3)).until(() -> other.listener().count("connected") == 2);
    assertThat(witness.listener().heard("dead " + other.id())).isFalse();
    assertThat(other.listener().heard("declaredDead")).isFalse();
    awaitSomeText(witness, other, "welcome back");
  }

  @Test
  void aNodeThatComesBackAfterItsDeathLearnsOfItAndMayJoinUnderAnotherId() {
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode late = buried(witness, way);

    way.restore();

    late.awaitEvent("declaredDead");
    assertThat(late.listener().count("connected")).isEqualTo(1);
    late.close();
    TestNode reborn = tracked(TestNode.connected(randomId(), late.transport()));
    reborn.send(witness, "new life");
    witness.awaitText("new life");
    long dropped = witness.dropped();
    witness.send(late, "no answer");
    await().until(() -> witness.dropped() > dropped);
  }

  @Test
  void aJudgeThatLostItsOwnConnectionStandsByItsJudgement() {
    TcpProxy judgesWay = proxy();
    TestNode judge = node(judgesWay);
    TcpProxy way = proxy();
    TestNode late = buried(judge, way);
    judgesWay.cut();
    judge.awaitEvent("connected", 2);

    way.restore();

    late.awaitEvent("declaredDead");
  }

  @Test
  void aNodeThatComesBackLearnsOfItsDeathThoughItsJudgeIsGone() {
    TestNode judge = node();
    TcpProxy way = proxy();
    TestNode late = buried(judge, way);
    judge.close();

    way.restore();

    late.awaitEvent("declaredDead");
    assertThat(late.listener().count("connected")).isEqualTo(1);
  }

  @Test
  void everyWitnessLearnsOfTheDeath() {
    List<TestNode> witnesses = List.of(node(), node(), node());
    TcpProxy way = proxy();
    TestNode victim = node(way);
    victim.broadcast("I am here");
    witnesses.forEach(witness -> witness.awaitText("I am here"));
    way.interrupt();
    victim.awaitEvent("disconnected");

    for (TestNode witness : witnesses) {
      sendUntil(witness, victim, "dead " + victim.id());
    }
  }

  @Test
  void aNodeNotHeardSinceIsGivenTimeToSettle() {
    network().with("arbiter-settle", "2 s");
    TestNode witness = node();
    var stranger = new NodeId(randomId());
    witness.transport().send(stranger, new byte[] {1});
    witness.awaitEvent("unreachable " + stranger);

    await()
        .during(GRACE.multipliedBy(2))
        .until(() -> !witness.listener().heard("dead " + stranger));

    witness.awaitEvent("dead " + stranger);
  }

  @Test
  void aNodeWhoseConnectionFreezesComesBackOnceTheBrokerGaveItUp() {
    network().with("heartbeat", "1 s");
    TestNode witness = node();
    TcpProxy way = proxy();
    TestNode frozen = node(way);
    frozen.broadcast("I am here");
    witness.awaitText("I am here");

    way.freeze();

    frozen.awaitEvent("disconnected");
    frozen.awaitEvent("connected", 2);
    awaitSomeText(witness, frozen, "welcome back");
    assertThat(frozen.listener().heard("declaredDead")).isFalse();
    assertThat(witness.listener().heard("dead " + frozen.id())).isFalse();
  }
}
