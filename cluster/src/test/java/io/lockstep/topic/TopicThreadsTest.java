package io.lockstep.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.memory.MemoryNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics under real threads, over the memory transport. */
class TopicThreadsTest {
  private static final int MESSAGES = 5_000;

  private final MemoryNetwork network = new MemoryNetwork();
  private final List<LockstepNode> nodes = new ArrayList<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();

  private LockstepNode start(String server) {
    var settings =
        new NodeSettings(
            new NodeAddress("test", "cluster", server, "app"),
            MembershipSettings.defaults("machine"),
            SessionSettings.defaults("secret"));
    LockstepNode node =
        new NodeBuilder(settings)
            .transport(network.transport())
            .codec(new JdkAttributeCodec(AllowList.plain(), getClass()::getClassLoader))
            .start();
    nodes.add(node);
    await().until(() -> node.started().isDone());
    return node;
  }

  @AfterEach
  void stop() {
    nodes.forEach(LockstepNode::close);
  }

  /** Checks that each thread's messages come in their order, and counts them. */
  private final class Checking implements MessageListener<String> {
    private final Map<String, Integer> last = new ConcurrentHashMap<>();
    private final AtomicInteger heard = new AtomicInteger();

    @Override
    public void received(TopicMessage<? extends String> message) {
      String[] parts = message.content().split(" ", 2);
      int number = Integer.parseInt(parts[1]);
      Integer before = last.put(parts[0], number);
      if (number != (before == null ? 0 : before + 1)) {
        wrong.add(message + " after " + before);
      }
      heard.incrementAndGet();
    }

    @Override
    public void missed(MissedMessages missed) {
      wrong.add(missed.toString());
    }
  }

  private Checking listen(LockstepNode node) {
    var checking = new Checking();
    node.topics().subscribe("threads.#", String.class, checking);
    return checking;
  }

  private Thread publishing(LockstepNode node, String name) {
    var thread =
        new Thread(
            () -> {
              for (int i = 0; i < MESSAGES; i++) {
                node.topics().publish("threads." + name, name + " " + i);
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void everyListenerHearsEachThreadsMessagesInTheirOrder() throws Exception {
    LockstepNode a = start("a");
    LockstepNode b = start("b");
    await().until(() -> a.observer().report().join().members().size() == 2);
    await().until(() -> b.observer().report().join().members().size() == 2);
    List<Checking> listeners = List.of(listen(a), listen(b), listen(b));
    List<Thread> publishers =
        List.of(publishing(a, "one"), publishing(a, "two"), publishing(b, "three"));
    for (Thread publisher : publishers) {
      publisher.join();
    }
    await()
        .untilAsserted(
            () -> assertThat(listeners).allMatch(listener -> listener.heard.get() == 3 * MESSAGES));
    assertThat(wrong).isEmpty();
  }
}
