package io.lockstep.testkit.fuzz;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.store.SharedStore;
import io.lockstep.store.StoreListener;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.memory.MemoryNetwork;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A whole node in virtual time, with another one beside it and an application that uses all
 * services of both: what a hostile frame meets. Everything runs on the calling thread.
 */
final class FuzzedNode {
  static final NodeAddress ADDRESS = new NodeAddress("fuzz", "cluster", "victim", "app");

  /** Less than a tick of a node, so that little else happens meanwhile. */
  private static final Duration STEP = Duration.ofNanos(100_000);

  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final int MOST_KEPT = 200;

  private final VirtualTime time;
  private final MemoryNetwork network = new MemoryNetwork();
  private final List<byte[]> frames = new ArrayList<>();
  private final SplittableRandom random;
  private final TappedTransport transport = new TappedTransport(network.transport(), this::keep);
  private final LockstepNode node;
  private final LockstepNode neighbour;

  FuzzedNode(long seed) {
    time = new VirtualTime(seed);
    random = new SplittableRandom(seed);
    node = start("victim", transport);
    pass(A_WHILE);
    neighbour = start("neighbour", new TappedTransport(network.transport(), this::keep));
    pass(A_WHILE);
    listen(node);
    listen(neighbour);
    use(node, "neighbour");
    use(neighbour, "victim");
    pass(A_WHILE);
  }

  static JdkAttributeCodec codec() {
    return new JdkAttributeCodec(AllowList.plain(), FuzzedNode.class::getClassLoader);
  }

  /** Objects as applications send them. */
  static List<Object> objects() {
    var map = new HashMap<String, Object>(Map.of("tea", 4, "milk", new BigDecimal("0.75")));
    map.put("dates", new ArrayList<>(List.of(LocalDate.EPOCH, Duration.ofDays(1))));
    return List.of("text", 17, new byte[20], map, new String[] {"a", "b"}, new TreeMap<>(map));
  }

  private LockstepNode start(String server, TappedTransport carried) {
    var settings =
        new NodeSettings(
            new NodeAddress(ADDRESS.domain(), ADDRESS.cluster(), server, ADDRESS.application()),
            MembershipSettings.defaults("machine-of-" + server),
            SessionSettings.defaults("secret"));
    return new NodeBuilder(settings)
        .transport(carried)
        .codec(codec())
        .loop(time.loop(time.clock(), random.split()))
        .workers(task -> time.schedule(Duration.ZERO, task))
        .load(() -> 0)
        .start();
  }

  private void keep(byte[] frame) {
    if (frames.size() < MOST_KEPT) {
      frames.add(frame.clone());
    }
  }

  private static void listen(LockstepNode on) {
    on.topics().subscribe("#", message -> {});
    on.stores().getSharedStore("store").addListener(new StoreListener<>() {});
    on.rpc().handle("echo", call -> call.argument());
  }

  /** Each service carries each kind of object. */
  private static void use(LockstepNode by, String other) {
    SessionUse use = by.sessions().create(Duration.ofMinutes(30));
    SharedStore<Object, Object> store = by.stores().getSharedStore("store");
    for (Object object : objects()) {
      use.session().setAttribute("attribute-" + object.getClass().getSimpleName(), object);
      store.put(object.getClass().getSimpleName(), object);
      by.topics().publish("topic", object);
      CompletableFuture<Object> unusedAnswer = by.rpc().call(other, "echo", object, Object.class);
    }
    store.remove("Integer");
    CompletableFuture<?> unused = use.commit();
    CompletableFuture<ReplicationLevel> unusedLevel = use.commit();
    use.close();
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  /** What the two have sent each other in their first seconds. */
  List<byte[]> frames() {
    return List.copyOf(frames);
  }

  NodeId id() {
    return node.id();
  }

  /** The other node's present id; it may have been declared dead meanwhile. */
  NodeId neighbour() {
    return neighbour.id();
  }

  /** Takes the frame in, and does all that follows from it at once. */
  void receive(byte[] frame) {
    transport.receive(frame);
    pass(STEP);
  }

  /** What the node has counted since it started, and has happened at least once. */
  Map<String, Long> counters() {
    CompletableFuture<NodeReport> report = node.observer().report();
    while (!report.isDone()) {
      pass(STEP);
    }
    var counters = new TreeMap<String, Long>();
    for (CounterReport counter : report.join().counters()) {
      if (counter.value() > 0) {
        counters.put(counter.name(), counter.value());
      }
    }
    return counters;
  }
}
