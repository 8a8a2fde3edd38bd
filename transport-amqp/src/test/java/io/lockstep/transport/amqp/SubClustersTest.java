package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.store.SharedStore;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sub-clusters on one broker, by domain, by cluster and by transport instance. What is exchanged is
 * seen by the broker's own tracing, not by the nodes.
 */
class SubClustersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final NodeAddress FIRST = new NodeAddress("north", "one", "any", "app");

  /** What makes a sub-cluster, and the prefix of its names on the broker. */
  private record SubCluster(NodeAddress address, String instance) {
    String prefix() {
      return NetworkNames.of(address, instance).prefix();
    }
  }

  /** Two nodes; the names of their servers end with the sub-cluster's number. */
  private record Running(SubCluster of, String number, List<LockstepNode> nodes) {}

  private static final List<SubCluster> ALL =
      List.of(
          new SubCluster(FIRST, "default"),
          new SubCluster(new NodeAddress("south", "one", "any", "app"), "default"),
          new SubCluster(new NodeAddress("north", "two", "any", "app"), "default"),
          new SubCluster(FIRST, "apart"));

  private static final class Text implements AttributeCodec {
    @Override
    public byte[] serialize(String name, Object value) {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object deserialize(String name, byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private final RabbitMqBroker broker = RabbitMqBroker.shared();
  private final List<Running> pairs = new ArrayList<>();
  private Firehose firehose;

  @BeforeEach
  void start() throws Exception {
    broker.control("await_startup");
    broker.control("trace_on");
    firehose = Firehose.of(broker.uri());
    for (SubCluster each : ALL) {
      String number = Integer.toString(pairs.size());
      pairs.add(
          new Running(each, number, List.of(start(each, "a" + number), start(each, "b" + number))));
    }
  }

  private LockstepNode start(SubCluster of, String server) {
    var address =
        new NodeAddress(
            of.address.domain(), of.address.cluster(), server, of.address.application());
    var settings =
        new NodeSettings(
            address,
            MembershipSettings.defaults("machine-of-" + server),
            SessionSettings.defaults("secret"));
    var transport =
        new AmqpTransportProvider()
            .create(address, of.instance, Map.of("lockstep.amqp.uri", broker.uri()));
    return new NodeBuilder(settings)
        .transports(KeyedTransports.single(transport))
        .codec(new Text())
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    pairs.forEach(pair -> pair.nodes.forEach(LockstepNode::close));
    firehose.close();
    broker.control("trace_off");
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static NodeReport report(LockstepNode node) throws Exception {
    return get(node.observer().report());
  }

  @Test
  void subClustersOnOneBrokerExchangeNothing() throws Exception {
    for (Running pair : pairs) {
      for (LockstepNode node : pair.nodes) {
        await().atMost(PATIENCE).until(() -> report(node).members().size() == 2);
      }
      work(pair);
    }
    for (Running pair : pairs) {
      for (LockstepNode node : pair.nodes) {
        String queue = pair.of.prefix() + "." + node.id();
        await().atMost(PATIENCE).until(() -> firehose.deliveredTo(queue) >= 5);
      }
    }

    for (Firehose.Delivery delivery : firehose.deliveries()) {
      String queues = withoutLastPart(delivery.queue());
      assertThat(withoutLastPart(delivery.exchange())).as(delivery.toString()).isEqualTo(queues);
      // A question to the broker carries nothing, not even its sender.
      if (delivery.bytes() > 0) {
        assertThat(membersBehind(queues)).as(delivery.toString()).contains(delivery.sender());
      }
    }
    assertThat(bindings()).isNotEmpty().allMatch(binding -> binding.get(0).equals(binding.get(1)));
    for (Running pair : pairs) {
      for (LockstepNode node : pair.nodes) {
        NodeReport report = report(node);
        assertThat(report.members())
            .extracting(MemberReport::server)
            .allMatch(server -> server.endsWith(pair.number));
        assertThat(report.counters())
            .extracting(CounterReport::name)
            .doesNotContain("frames.foreign");
      }
    }
  }

  /** A session with a backup, and a shared store whose name all sub-clusters use. */
  private static void work(Running pair) throws Exception {
    String own = pair.of.prefix();
    LockstepNode first = pair.nodes.get(0);
    try (SessionUse use = first.sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("cart", own);
      assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    first.stores().getSharedStore("prices").put("apples", own);
    SharedStore<Object, Object> second = pair.nodes.get(1).stores().getSharedStore("prices");
    await().atMost(PATIENCE).until(() -> own.equals(second.get("apples")));
  }

  private List<String> membersBehind(String prefix) {
    return pairs.stream()
        .filter(pair -> pair.of.prefix().equals(prefix))
        .flatMap(pair -> pair.nodes.stream())
        .map(node -> node.id().toString())
        .toList();
  }

  /** The prefixes of source and destination of each binding that a node made. */
  private List<List<String>> bindings() {
    List<List<String>> bindings = new ArrayList<>();
    for (String line :
        broker.control("list_bindings", "source_name", "destination_name").lines().toList()) {
      String[] names = line.split("\t", -1);
      if (names.length == 2 && names[0].startsWith("lockstep.")) {
        bindings.add(List.of(withoutLastPart(names[0]), withoutLastPart(names[1])));
      }
    }
    return bindings;
  }

  private static String withoutLastPart(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
