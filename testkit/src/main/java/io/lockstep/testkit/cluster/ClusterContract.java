package io.lockstep.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.store.SharedStore;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a cluster of three whole nodes must do over any transport, be it one with an arbiter or one
 * where the majority decides deaths: sessions, stores and topics are whole after a node was cut
 * off.
 */
public abstract class ClusterContract {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final String cluster = UUID.randomUUID().toString();
  private final List<LockstepNode> nodes = new ArrayList<>();
  private final List<SeverableTransport> transports = new ArrayList<>();

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

  /**
   * A transport that is not open.
   *
   * @param address of the node; the first one's server is {@code a}
   */
  protected abstract Transport newTransport(NodeAddress address);

  /** Takes the network from the first node, without a farewell. */
  protected void cutFirst() {
    transports.get(0).sever();
  }

  /** Gives it back after {@link #cutFirst()}. */
  protected void mendFirst() {
    transports.get(0).mend();
  }

  /** The node of this number, from 0. */
  protected final LockstepNode node(int number) {
    return nodes.get(number);
  }

  @BeforeEach
  void start() throws Exception {
    for (String server : List.of("a", "b", "c")) {
      nodes.add(start(server));
    }
    for (LockstepNode node : nodes) {
      get(node.started());
      awaitMembers(node, 3);
    }
  }

  private LockstepNode start(String server) {
    var address = new NodeAddress("test", cluster, server, "app");
    var transport = new SeverableTransport(newTransport(address));
    transports.add(transport);
    var settings =
        new NodeSettings(
            address,
            new MembershipSettings(
                Duration.ofMillis(500), 10, Duration.ofSeconds(10), "machine-of-" + server, ""),
            SessionSettings.defaults("secret"));
    return new NodeBuilder(settings).transport(transport).codec(new Text()).start();
  }

  @AfterEach
  void stop() {
    nodes.forEach(LockstepNode::close);
  }

  @Test
  void aSessionIsBackedUpAndGoesWithItsVisitor() throws Exception {
    String id = createSession(node(0));

    assertThat(cart(node(1), id)).isEqualTo("apples");
    assertThat(cart(node(2), id)).isEqualTo("apples");
  }

  @Test
  void aServerThatLeavesTakesNoSessionWithIt() throws Exception {
    String id = createSession(node(0));

    nodes.remove(0).close();

    assertThat(cart(node(0), id)).isEqualTo("apples");
  }

  @Test
  void aSessionOutlivesItsOwnersLossOfTheNetworkAndTheOwnerComesBackAsAnother() throws Exception {
    LockstepNode owner = node(0);
    NodeId former = owner.id();
    String id = createSession(owner);

    cutFirst();

    assertThat(cart(node(1), id)).isEqualTo("apples");
    // Protected again once it is decided that the former owner is dead.
    patiently().until(() -> write(node(1), id, "pears") == ReplicationLevel.ACKNOWLEDGED);
    assertThat(write(node(2), id, "plums")).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    mendFirst();
    patiently().until(() -> !owner.id().equals(former));
    for (LockstepNode node : nodes) {
      awaitMembers(node, 3);
    }
    assertThat(cart(owner, id)).isEqualTo("plums");
  }

  @Test
  void whatTopicsAndStoresMissWhileANodeIsCutOffTheyGetAfterwards() {
    LockstepNode cutOff = node(0);
    LockstepNode there = node(1);
    List<Object> heard = listen(cutOff);
    there.topics().publish("news", "before");
    prices(there).put("tea", "4");
    patiently().until(() -> heard.contains("before") && "4".equals(prices(cutOff).get("tea")));

    cutFirst();
    awaitMembers(there, 2);
    there.topics().publish("news", "meanwhile");
    prices(there).put("tea", "5");
    prices(cutOff).put("milk", "1");
    mendFirst();
    there.topics().publish("news", "after");

    patiently()
        .untilAsserted(() -> assertThat(heard).containsExactly("before", "meanwhile", "after"));
    patiently()
        .untilAsserted(
            () ->
                assertThat(nodes)
                    .allSatisfy(
                        node -> {
                          assertThat(prices(node).get("tea")).isEqualTo("5");
                          assertThat(prices(node).get("milk")).isEqualTo("1");
                        }));
  }

  /** What the node hears of the topic {@code news} from now on. */
  protected static List<Object> listen(LockstepNode node) {
    List<Object> heard = new CopyOnWriteArrayList<>();
    node.topics().subscribe("news", message -> heard.add(message.content()));
    return heard;
  }

  protected static SharedStore<String, String> prices(LockstepNode node) {
    return node.stores().getSharedStore("prices", String.class, String.class);
  }

  /** Waits for what takes a node's death or return. */
  protected static ConditionFactory patiently() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void awaitMembers(LockstepNode node, int count) {
    patiently()
        .until(
            () ->
                get(node.observer().report()).members().stream()
                        .filter(member -> member.state().equals("alive"))
                        .count()
                    == count);
  }

  private static String createSession(LockstepNode node) throws Exception {
    try (SessionUse use = node.sessions().create(Duration.ofMinutes(30))) {
      use.session().setAttribute("cart", "apples");
      assertThat(get(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private static Object cart(LockstepNode node, String id) throws Exception {
    try (SessionUse use = served(node, id)) {
      return Optional.ofNullable(use.session().getAttribute("cart")).orElseThrow();
    }
  }

  private static ReplicationLevel write(LockstepNode node, String id, String cart)
      throws Exception {
    try (SessionUse use = served(node, id)) {
      use.session().setAttribute("cart", cart);
      return get(use.commit());
    }
  }

  /** Asks again as long as the answer is not known, as a visitor's browser would. */
  private static SessionUse served(LockstepNode node, String id) throws Exception {
    var use = new CompletableFuture<SessionUse>();
    patiently()
        .ignoreExceptions()
        .until(
            () -> {
              Optional<SessionUse> opened = get(node.sessions().open(id, 0));
              opened.ifPresent(use::complete);
              return opened.isPresent();
            });
    return get(use);
  }
}
