package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.testkit.broker.PrivateRabbitMq;
import io.lockstep.testkit.broker.PrivateRabbitMqCluster;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.connection.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Nodes at the brokers of a cluster of three, of which one dies, and then another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitMqClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Long enough for a slow machine to find that a broker is gone, and to reach another. */
  private static final String GRACE = "5 s";

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final List<PrivateRabbitMq> killed = new ArrayList<>();
  private PrivateRabbitMqCluster brokers;
  private AmqpNetwork network;

  @BeforeAll
  void start() {
    PrivateRabbitMq.assumeInstalled();
    brokers = PrivateRabbitMqCluster.start(3);
  }

  @AfterAll
  void stop() {
    if (brokers != null) {
      brokers.close();
    }
  }

  @BeforeEach
  void newNetwork() {
    network = new AmqpNetwork(uri(0));
  }

  @AfterEach
  void restore() throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
    }
    resources.clear();
    killed.forEach(PrivateRabbitMq::restart);
    killed.clear();
  }

  private void kill(int index) {
    PrivateRabbitMq broker = brokers.brokers().get(index);
    broker.kill();
    killed.add(broker);
  }

  private void onPartition(PrivateRabbitMq broker, String handling) {
    broker.control(
        "eval", "application:set_env(rabbit, cluster_partition_handling, %s).".formatted(handling));
  }

  /** The brokers in that order. */
  private String uri(int... indexes) {
    return Arrays.stream(indexes)
        .mapToObj(index -> "127.0.0.1:" + brokers.brokers().get(index).port())
        .collect(Collectors.joining(",", "amqp://guest:guest@", ""));
  }

  /** A node that tries the brokers in that order. */
  private TestNode node(int... indexes) {
    var same = new AmqpNetwork(uri(indexes), network.cluster()).with("arbiter-grace", GRACE);
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    TestNode node = TestNode.connected(id, same.transport());
    resources.add(node);
    return node;
  }

  /** Sends numbered frames from each node to all, and to each other, until it is cancelled. */
  private Future<?> traffic(List<TestNode> nodes) {
    var numbers = new AtomicLong();
    var executor = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("test-traffic"));
    resources.add(0, () -> executor.shutdownNow());
    return executor.scheduleWithFixedDelay(
        () -> {
          long number = numbers.incrementAndGet();
          for (TestNode sender : nodes) {
            sender.broadcast("all %s %d".formatted(sender.id(), number));
            nodes.forEach(
                receiver -> sender.send(receiver, "one %s %d".formatted(sender.id(), number)));
          }
        },
        0,
        5,
        TimeUnit.MILLISECONDS);
  }

  /** Frames that were sent from now on reach each from each. */
  private static void awaitFlow(List<TestNode> nodes, String text) {
    for (TestNode sender : nodes) {
      for (TestNode receiver : nodes) {
        String own = text + " of " + sender.id();
        await(own)
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> {
                  sender.send(receiver, own);
                  sender.broadcast(own + " to all");
                  return receiver.listener().texts().containsAll(List.of(own, own + " to all"));
                });
      }
    }
  }

  private static void expectEachOnceAndInOrder(TestNode receiver) {
    Map<String, Long> last = new HashMap<>();
    for (String text : receiver.listener().texts()) {
      String[] parts = text.split(" ", 3);
      if (!parts[0].equals("all") && !parts[0].equals("one")) {
        continue;
      }
      long number = Long.parseLong(parts[2]);
      Long before = last.put(parts[0] + " " + parts[1], number);
      assertThat(before == null || before < number).as("%s after %s", text, before).isTrue();
    }
    assertThat(last).hasSize(6);
  }

  private static void expectNoDeath(List<TestNode> nodes) {
    for (TestNode node : nodes) {
      assertThat(node.listener().events())
          .noneMatch(event -> event.startsWith("dead") || event.equals("declaredDead"));
    }
  }

  private static void awaitConnected(TestNode node, int times, String what) {
    await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> node.listener().count("connected") >= times);
  }

  @Test
  void oneBrokerDiesAndThenAnotherAndNobodyIsDeclaredDead() {
    TestNode first = node(0, 1, 2);
    TestNode second = node(1, 2, 0);
    TestNode third = node(2, 0, 1);
    List<TestNode> nodes = List.of(first, second, third);
    awaitFlow(nodes, "begin");
    Future<?> traffic = traffic(nodes);

    kill(0);

    awaitConnected(first, 2, "at another broker");
    awaitFlow(nodes, "after the first loss");
    assertThat(second.listener().count("connected")).isEqualTo(1);
    assertThat(third.listener().count("connected")).isEqualTo(1);

    kill(1);

    awaitConnected(first, 3, "at the last broker");
    awaitConnected(second, 2, "at the last broker too");
    awaitFlow(nodes, "after the second loss");
    assertThat(third.listener().count("connected")).isEqualTo(1);
    traffic.cancel(false);
    nodes.forEach(RabbitMqClusterTest::expectEachOnceAndInOrder);
    expectNoDeath(nodes);
  }

  @Test
  void aNodeThatReachesNoOtherBrokerIsDeadAfterTheGraceAndLearnsOfIt() {
    TestNode lonely = node(0);
    TestNode second = node(1, 2, 0);
    TestNode third = node(2, 0, 1);
    awaitFlow(List.of(lonely, second, third), "begin");

    kill(0);

    List<TestNode> witnesses = List.of(second, third);
    awaitDeath(lonely, witnesses);
    awaitFlow(witnesses, "go on");
    assertThat(witnesses).noneMatch(node -> node.listener().heard("disconnected"));
    killed.remove(0).restart();
    await("sentence").atMost(PATIENCE).until(() -> lonely.listener().heard("declaredDead"));
    assertThat(lonely.listener().count("connected")).isEqualTo(1);
  }

  @Test
  void aBrokerThatPausesInTheMinorityHasNobodyDeclaredDead() {
    brokers.brokers().forEach(broker -> onPartition(broker, "pause_minority"));
    List<TestNode> nodes = List.of(node(0, 1, 2), node(1, 2, 0), node(2, 0, 1));
    try {
      awaitFlow(nodes, "begin");
      kill(0);
      awaitConnected(nodes.get(0), 2, "at another broker of the majority");
      awaitFlow(nodes, "majority");

      kill(1);

      await("the last broker pauses")
          .atMost(PATIENCE)
          .until(() -> nodes.stream().allMatch(RabbitMqClusterTest::isDisconnected));
      killed.remove(0).restart();
      awaitFlow(nodes, "majority again");
      expectNoDeath(nodes);
    } finally {
      onPartition(brokers.brokers().get(2), "ignore");
    }
  }

  /** Two nodes at the smaller side, of which one can reach no other broker. */
  @Test
  void aSplitBetweenBrokersHasOnlyThoseDeadWhoCannotLeaveTheSmallerSide() {
    brokers.brokers().forEach(broker -> onPartition(broker, "pause_minority"));
    TestNode lonely = node(0);
    List<TestNode> nodes = List.of(node(0, 1, 2), node(1, 2, 0), node(2, 0, 1));
    awaitFlow(List.of(lonely, nodes.get(0), nodes.get(1), nodes.get(2)), "begin");
    try {
      split("wrong");

      awaitConnected(nodes.get(0), 2, "at the larger side");
      awaitFlow(nodes, "larger side");
      awaitDeath(lonely, nodes);
      assertThat(isDisconnected(lonely)).isTrue();
    } finally {
      split("erlang:get_cookie()");
    }
    await("sentence").atMost(PATIENCE).until(() -> lonely.listener().heard("declaredDead"));
    awaitFlow(nodes, "whole again");
    for (TestNode node : nodes) {
      assertThat(node.listener().events())
          .noneMatch(event -> event.equals("declaredDead"))
          .filteredOn(event -> event.startsWith("dead"))
          .allMatch(("dead " + lonely.id())::equals);
    }
    brokers.brokers().forEach(broker -> onPartition(broker, "ignore"));
  }

  /** With a wrong cookie the first broker and the others refuse each other. */
  private void split(String cookie) {
    List<PrivateRabbitMq> all = brokers.brokers();
    all.get(0)
        .control(
            "eval",
            "[begin erlang:set_cookie(N, %s), erlang:disconnect_node(N) end || N <- ['%s', '%s']]."
                .formatted(cookie, all.get(1).name(), all.get(2).name()));
  }

  private static void awaitDeath(TestNode dead, List<TestNode> witnesses) {
    await("death of " + dead.id())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              witnesses.forEach(witness -> witness.send(dead, "are you there?"));
              return witnesses.stream()
                  .allMatch(witness -> witness.listener().heard("dead " + dead.id()));
            });
  }

  private static boolean isDisconnected(TestNode node) {
    return node.transport().statistics().state().equals("disconnected");
  }
}
