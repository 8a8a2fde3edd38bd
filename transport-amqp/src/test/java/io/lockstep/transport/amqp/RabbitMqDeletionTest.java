package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a network whose parts somebody deletes on a broker that lives. */
class RabbitMqDeletionTest extends AmqpScenario<RabbitMqBroker> {
  private interface Deed {
    void by(Channel channel) throws Exception;
  }

  @Override
  RabbitMqBroker sharedBroker() {
    return RabbitMqBroker.shared();
  }

  @BeforeEach
  void renewSoon() {
    network().with("heartbeat", "1 s").with("arbiter-grace", "3 s");
  }

  private void another(Deed deed) throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(broker().uri());
    try (var connection = factory.newConnection("another");
        Channel channel = connection.createChannel()) {
      deed.by(channel);
    }
  }

  private List<String> exchanges() {
    return broker()
        .control("list_exchanges", "name")
        .lines()
        .filter(name -> name.startsWith(network().names().prefix()))
        .toList();
  }

  private static void expectNoDeath(TestNode... nodes) {
    for (TestNode node : nodes) {
      assertThat(node.listener().events())
          .noneMatch(event -> event.startsWith("dead") || event.equals("declaredDead"));
    }
  }

  @Test
  void aQueueThatIsDeletedIsDeclaredAgainAtOnce() {
    TestNode first = node();
    TestNode second = node();
    second.broadcast("I am here");
    first.awaitText("I am here");

    broker().control("delete_queue", network().names().queueOf(second.id()));

    second.awaitEvent("connected", 2);
    awaitSomeText(first, second, "to one");
    first.broadcast("to all");
    second.awaitText("to all");
    assertThat(first.listener().count("connected")).isEqualTo(1);
    expectNoDeath(first, second);
  }

  @Test
  void exchangesThatAreDeletedComeBackThoughNobodySends() throws Exception {
    TestNode first = node();
    TestNode second = node();
    NetworkNames names = network().names();

    another(
        channel -> {
          channel.exchangeDelete(names.toAll());
          channel.exchangeDelete(names.toOne());
          channel.exchangeDelete(names.obituaries());
        });

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                exchanges().containsAll(List.of(names.toAll(), names.toOne(), names.obituaries())));
    awaitSomeText(first, second, "to one");
    awaitSomeText(second, first, "to one");
    expectNoDeath(first, second);
  }

  @Test
  void bindingsThatAreGoneComeBack() throws Exception {
    TestNode first = node();
    TestNode second = node();
    second.broadcast("I am here");
    first.awaitText("I am here");
    NetworkNames names = network().names();
    another(
        channel -> {
          channel.exchangeDelete(names.toOne());
          channel.exchangeDeclare(names.toOne(), "direct");
        });

    sendUntil(first, second, "unreachable " + second.id());

    awaitSomeText(first, second, "bound again");
    assertThat(second.listener().count("connected")).isEqualTo(1);
    expectNoDeath(first, second);
  }

  @Test
  void anObituaryThatIsDeletedIsShownAgain() throws Exception {
    network().with("arbiter-settle", "0");
    TestNode judge = node();
    var gone = new NodeId(randomId());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              judge.transport().send(gone, new byte[] {1});
              return judge.listener().heard("dead " + gone);
            });
    NetworkNames names = network().names();
    another(
        channel -> {
          channel.queueDelete(names.recordOf(gone));
          channel.exchangeDelete(names.obituaries());
        });

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                broker()
                    .control("list_bindings", "source_name", "routing_key")
                    .contains(names.obituaries() + "\t" + gone));
    TestNode late = tracked(TestNode.opening(gone.incarnation(), network().transport()));
    late.awaitEvent("declaredDead");
  }

  @Test
  void anExchangeOfAnotherKindIsToldAndWaitedFor() throws Exception {
    NetworkNames names = network().names();
    another(channel -> channel.exchangeDeclare(names.toAll(), "topic", true));
    try (var log = new HeardLog(HeardLog.FAILURES)) {
      TestNode node = tracked(TestNode.opening(randomId(), network().transport()));

      assertThat(log.awaitLine("406 PRECONDITION_FAILED"))
          .contains(names.toAll(), "somebody else has declared it otherwise")
          .hasLineCount(1);
      another(channel -> channel.exchangeDelete(names.toAll()));
      node.awaitEvent("connected");
    }
  }
}
