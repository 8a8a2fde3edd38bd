package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.memory.MemoryNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stores under real threads, over the memory transport. */
class StoreThreadsTest {
  private static final int PUTS = 5_000;
  private static final int KEYS = 500;

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<LockstepNode> nodes = new ArrayList<>();

  private SharedStore<Integer, Integer> start(String server) {
    var settings =
        new NodeSettings(
            new NodeAddress("test", "cluster", server, "app"),
            MembershipSettings.defaults("machine"),
            SessionSettings.defaults("secret"));
    LockstepNode node =
        new NodeBuilder(settings).transport(network.transport()).codec(new FractionCodec()).start();
    nodes.add(node);
    await().until(() -> node.started().isDone());
    return node.stores().getSharedStore("numbers", Integer.class, Integer.class);
  }

  @AfterEach
  void stop() {
    nodes.forEach(LockstepNode::close);
  }

  private static Thread writing(SharedStore<Integer, Integer> store, int seed) {
    var thread =
        new Thread(
            () -> {
              for (int i = 0; i < PUTS; i++) {
                int key = (i * 31 + seed) % KEYS;
                if (i % 5 == 0) {
                  store.remove(key);
                } else {
                  store.merge(key, 1, Integer::sum);
                }
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void writersOnAllNodesComeToTheSameContents() throws Exception {
    SharedStore<Integer, Integer> a = start("a");
    SharedStore<Integer, Integer> b = start("b");
    List<Thread> writers =
        List.of(writing(a, 1), writing(a, 2), writing(b, 3), writing(b, 4), writing(b, 5));
    SharedStore<Integer, Integer> c = start("c");
    for (Thread writer : writers) {
      writer.join();
    }
    await()
        .untilAsserted(
            () -> {
              assertThat(Map.copyOf(b)).isEqualTo(Map.copyOf(a));
              assertThat(Map.copyOf(c)).isEqualTo(Map.copyOf(a));
            });
    assertThat(a).isNotEmpty();
  }

  @Test
  void whatThreadsOfOneNodeComputeIsAtomic() throws Exception {
    SharedStore<Integer, Integer> a = start("a");
    SharedStore<Integer, Integer> b = start("b");
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var thread =
          new Thread(
              () -> {
                for (int n = 0; n < PUTS; n++) {
                  a.merge(7, 1, Integer::sum);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(a.get(7)).isEqualTo(4 * PUTS);
    await().until(() -> Integer.valueOf(4 * PUTS).equals(b.get(7)));
  }
}
