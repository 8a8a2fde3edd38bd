package io.lockstep.benchmarks;

import io.lockstep.node.LockstepNode;
import io.lockstep.store.SharedStore;
import io.lockstep.store.StoreListener;
import java.io.IOException;
import java.util.List;

/**
 * Puts into one store on the first node, with a listener on each other one; default settings. A
 * call puts one entry of 1 KB over another one, and waits while too many are on their way.
 */
final class StorePuts implements Subject {
  private static final String STORE = "benchmark";
  private static final int KEYS = 10_000;

  private final String name;
  private final List<LockstepNode> nodes;
  private final SendWindow window;
  private volatile boolean lost;

  private StorePuts(String name, List<LockstepNode> nodes) {
    this.name = name;
    this.nodes = nodes;
    window = new SendWindow(nodes.size() - 1);
  }

  static StorePuts start(String name, Transports transports, int count) throws Exception {
    List<LockstepNode> nodes = BenchmarkNodes.startAll("stores" + count, count, transports);
    var puts = new StorePuts(name, nodes);
    nodes.stream().skip(1).forEach(puts::listen);
    return puts;
  }

  private static SharedStore<String, byte[]> store(LockstepNode node) {
    return node.stores().getSharedStore(STORE, String.class, byte[].class);
  }

  private void listen(LockstepNode node) {
    store(node)
        .addListener(
            new StoreListener<>() {
              @Override
              public void put(String key, byte[] value) {
                window.received();
              }

              @Override
              public void missed(long events) {
                lost = true;
              }
            });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() {
    byte[] payload = Payload.random(0, Payload.BYTES);
    SharedStore<String, byte[]> store = store(nodes.get(0));
    var next =
        new Object() {
          int key;
        };
    return window.client(
        () -> {
          next.key = (next.key + 1) % KEYS;
          store.put("key-" + next.key, payload);
          if (lost) {
            throw new IOException(name + ": changes were not heard");
          }
        });
  }

  @Override
  public void close() {
    nodes.forEach(LockstepNode::close);
  }
}
