package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.StoreReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is lost, cut, slow or wrong about the time: once all is calm, every node has the newest
 * version of each entry. Random runs, each from its seed.
 */
class StoreConvergenceTest {
  private static final int STEPS = 1500;
  private static final List<String> KEYS = List.of("apple", "pear", "plum", "fig");
  private static final Duration CALM = Duration.ofMinutes(4);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("store.seeds", 20));
  }

  /** One run. */
  private static final class Run {
    private final SplittableRandom random;
    private final VirtualCluster cluster;
    private final StoreModel model = new StoreModel(KEYS);
    private final List<Server> servers = new ArrayList<>();
    private int started;

    Run(long seed) {
      random = new SplittableRandom(seed);
      cluster = new VirtualCluster(seed, false, new FractionCodec());
    }

    private void start() {
      Server server = cluster.start("s" + started++);
      server.clock().jump(Duration.ofMillis(random.nextInt(-60_000, 60_001)));
      servers.add(server);
    }

    private static SharedStore<String, String> store(Server server) {
      return server.node().stores().getSharedStore("fruit", String.class, String.class);
    }

    void play() {
      for (int i = 0; i < 3; i++) {
        start();
      }
      for (int step = 0; step < STEPS; step++) {
        change();
        if (random.nextInt(60) == 0) {
          disturb();
        }
        cluster.pass(Duration.ofMillis(random.nextInt(200)));
      }
      cluster.network.heal();
      servers.forEach(server -> server.loop().resume());
      cluster.pass(CALM);
    }

    private void change() {
      Server server = servers.get(random.nextInt(servers.size()));
      String key = KEYS.get(random.nextInt(KEYS.size()));
      if (random.nextInt(3) == 0) {
        model.remove(store(server), key);
      } else {
        model.put(store(server), key);
      }
    }

    private void disturb() {
      Server server = servers.get(random.nextInt(servers.size()));
      switch (random.nextInt(8)) {
        case 0 -> cluster.network.lose(frame -> random.nextInt(4) == 0);
        case 1 -> cluster.network.isolate(server.transport());
        case 2 -> server.loop().pause();
        case 3 -> server.clock().jump(Duration.ofMillis(random.nextInt(-30_000, 30_001)));
        case 4 -> joinOrLeave(server);
        // Long enough for tombstones to go, and for the one who is cut off to be held for dead.
        case 5 -> cluster.pass(Duration.ofSeconds(random.nextInt(150)));
        default -> {
          cluster.network.heal();
          servers.forEach(each -> each.loop().resume());
        }
      }
    }

    private void joinOrLeave(Server server) {
      if (servers.size() < 5) {
        start();
      } else {
        // What it has not passed on is on no other node.
        cluster.network.heal();
        servers.forEach(each -> each.loop().resume());
        cluster.pass(CALM);
        servers.remove(server);
        server.close();
      }
    }

    void check() {
      Map<String, String> expected = new TreeMap<>(store(servers.get(0)));
      for (Server server : servers) {
        assertThat(new TreeMap<>(store(server)))
            .as(server.node().address().server())
            .isEqualTo(expected);
      }
      assertThat(expected).isEqualTo(model.newest());
      assertThat(expected.values()).noneMatch(model::isReplaced);
      for (Server server : servers) {
        List<StoreReport> reports = ((StoreService) server.node().stores()).report();
        assertThat(reports).extracting(StoreReport::tombstones).containsOnly(0);
        assertThat(reports).extracting(StoreReport::agreeing).containsOnly(servers.size() - 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void onceAllIsCalmEveryNodeHasTheNewestVersions(long seed) {
    var run = new Run(seed);
    run.play();
    run.check();
  }
}
