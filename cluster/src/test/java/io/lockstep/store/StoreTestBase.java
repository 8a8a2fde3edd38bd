package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.StoreReport;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What tests of stores in virtual time share. */
abstract class StoreTestBase {
  static final int BATCH = 40;
  static final int REPAIR = 41;
  static final int STATUS = 42;
  static final int PULL = 43;
  static final int CHUNK = 44;
  static final int PULL_NEXT = 45;

  /** A frame's way, and the workers' steps, take less. */
  static final Duration A_MOMENT = Duration.ofMillis(50);

  /** Until each node has told twice what it has, and what was missing has come. */
  static final Duration QUIET = Duration.ofSeconds(30);

  final FractionCodec codec = new FractionCodec();

  /** Only what the tests say is lost; who is cut off is declared dead after the detection time. */
  final VirtualCluster cluster = new VirtualCluster(1, false, codec);

  Server start(String server) {
    return cluster.start(server);
  }

  void pass(Duration duration) {
    cluster.pass(duration);
  }

  static SharedStore<String, String> store(Server server) {
    return server.node().stores().getSharedStore("fruit", String.class, String.class);
  }

  /** The same store, for entries of any class. */
  static SharedStore<Object, Object> any(Server server) {
    return server.node().stores().getSharedStore("fruit");
  }

  static Map<String, String> contents(Server server) {
    return new TreeMap<>(store(server));
  }

  static void assertSame(Map<String, String> expected, Server... servers) {
    for (Server server : servers) {
      assertThat(contents(server)).as(server.node().address().server()).isEqualTo(expected);
    }
  }

  /** What the node itself reports of the store. */
  StoreReport report(Server server) {
    return ((StoreService) server.node().stores())
        .report().stream()
            .filter(report -> report.name().equals("fruit"))
            .findFirst()
            .orElseThrow();
  }
}
