package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.testkit.transport.TcpProxy;
import io.lockstep.testkit.transport.TestNode;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several ways to one broker. */
class BrokerTourTest extends AmqpScenario<QpidBroker> {
  @Override
  QpidBroker sharedBroker() {
    return QpidBroker.shared();
  }

  private static int port(TcpProxy way) {
    return URI.create(way.uri()).getPort();
  }

  private AmqpNetwork overBoth(TcpProxy first, TcpProxy second) {
    String user = URI.create(broker().uri()).getRawUserInfo();
    return new AmqpNetwork(
        "amqp://%s@127.0.0.1:%d,127.0.0.1:%d".formatted(user, port(first), port(second)),
        network().cluster());
  }

  @Test
  void aNodeWhoseWayIsCutTakesTheNextOneWithinTheGrace() {
    network().with("arbiter-grace", "3 s");
    TestNode witness = node();
    TcpProxy first = proxy();
    TcpProxy second = proxy();
    TestNode other =
        tracked(
            TestNode.connected(
                randomId(), overBoth(first, second).with("arbiter-grace", "3 s").transport()));
    other.broadcast("I am here");
    witness.awaitText("I am here");

    first.interrupt();

    other.awaitEvent("connected", 2);
    awaitSomeText(witness, other, "welcome back");
    second.interrupt();
    first.restore();
    other.awaitEvent("connected", 3);
    awaitSomeText(witness, other, "welcome again");
    assertThat(witness.listener().heard("dead " + other.id())).isFalse();
    assertThat(other.listener().heard("declaredDead")).isFalse();
  }

  @Test
  void aBrokerThatIsNotThereAtTheStartIsPassedOver() throws Exception {
    URI uri = URI.create(broker().uri());
    String user = uri.getRawUserInfo();
    var network =
        new AmqpNetwork("amqp://%s@127.0.0.1:1,127.0.0.1:%d".formatted(user, uri.getPort()));

    network.check();
    TestNode node = tracked(TestNode.connected(randomId(), network.transport()));

    node.broadcast("hello");
    node.awaitText("hello");
  }

  @Test
  void ofSeveralThatCannotBeUsedEachIsToldWithItsReason() {
    assertThatThrownBy(
            () ->
                BrokerCheck.connectOnce(
                    Map.of(
                        "lockstep.amqp.uri",
                        "amqp://127.0.0.1:1,127.0.0.1:%d"
                            .formatted(URI.create(broker().uri()).getPort()),
                        "lockstep.amqp.username",
                        "wronguser")))
        .hasMessage(
            "The broker amqp://wronguser:***@127.0.0.1:1 cannot be reached: Connection refused;"
                + " The broker amqp://wronguser:***@127.0.0.1:%d refuses user \"wronguser\": wrong"
                + " user name or password in lockstep.amqp.username",
            URI.create(broker().uri()).getPort());
  }
}
