package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.session.SessionSettings.NonSerializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The objects of a session that nobody uses. The codec makes texts of all that it reads. */
class PassivationTest extends SessionTestBase {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration LONGER = IDLE.plusSeconds(10);
  private static final SessionSettings PASSIVATING =
      DEFAULTS.toBuilder().passivateAfter(IDLE).build();

  private static final SessionSettings TRACKING =
      PASSIVATING.toBuilder().trackedTypes(List.of("*")).build();

  private final List<String> heard = new ArrayList<>();

  private Server start(String server) {
    return start(server, PASSIVATING);
  }

  private Server start(String server, SessionSettings settings) {
    Server started = cluster.start(server, settings);
    started
        .node()
        .sessions()
        .addListener(
            new SessionListener() {
              @Override
              public void attributePassivating(ServerSession session, String name, Object value) {
                heard.add("passivating " + name);
              }

              @Override
              public void attributeActivated(ServerSession session, String name, Object value) {
                heard.add("activated " + name);
              }
            });
    return started;
  }

  private static List<String> texts(String first) {
    return new ArrayList<>(List.of(first));
  }

  private String createWith(Server server, String name, Object value) throws Exception {
    try (SessionUse use = create(server)) {
      use.session().setAttribute(name, value);
      commit(use);
      return use.session().id();
    }
  }

  private Object attribute(Server server, String id, String name) throws Exception {
    try (SessionUse use = open(server, id)) {
      return Objects.requireNonNull(use.session().getAttribute(name));
    }
  }

  @Test
  void anObjectThatNobodyUsedForSoLongIsMadeAgainOfItsBytes() throws Exception {
    Server a = start("a");
    start("b");
    List<String> text = texts("one");
    String id = createWith(a, "text", text);
    pass(IDLE.minusSeconds(10));
    assertThat(attribute(a, id, "text")).isSameAs(text);
    pass(LONGER);
    assertThat(cluster.counter(a, "sessions.passivated")).isEqualTo(1);
    assertThat(attribute(a, id, "text")).isEqualTo("[one]");
  }

  @Test
  void objectsAreKeptByDefault() throws Exception {
    Server a = start("a", DEFAULTS);
    start("b", DEFAULTS);
    List<String> text = texts("one");
    String id = createWith(a, "text", text);
    pass(INTERVAL.minusMinutes(1));
    assertThat(attribute(a, id, "text")).isSameAs(text);
  }

  @Test
  void anObjectThatWasChangedInPlaceAndNotSetAgainIsKept() throws Exception {
    Server a = start("a");
    start("b");
    List<String> text = texts("one");
    String id = createWith(a, "text", text);
    text.add("two");
    pass(LONGER);
    assertThat(attribute(a, id, "text")).isSameAs(text);
    assertThat(heard).containsExactly("passivating text", "activated text");
  }

  @Test
  void anObjectThatStaysOnItsServerIsKeptAndHearsNothing() throws Exception {
    SessionSettings settings =
        PASSIVATING.toBuilder().nonSerializable(NonSerializable.LOCAL).build();
    Server a = start("a", settings);
    start("b", settings);
    codec.refuse("[local]");
    List<String> local = texts("local");
    String id = createWith(a, "text", local);
    pass(LONGER);
    assertThat(attribute(a, id, "text")).isSameAs(local);
    assertThat(heard).isEmpty();
  }

  @Test
  void objectsOfARequestThatRunsForLongAreKept() throws Exception {
    Server a = start("a");
    start("b");
    List<String> text = texts("one");
    String id = createWith(a, "text", text);
    SessionUse running = open(a, id);
    pass(LONGER);
    assertThat(attribute(a, id, "text")).isSameAs(text);
    running.close();
  }

  @Test
  void aRequestThatComesBeforeAWorkerIsFreeKeepsTheObjects() throws Exception {
    Server a = start("a");
    start("b");
    List<String> text = texts("one");
    String id = createWith(a, "text", text);
    cluster.holdWorkers();
    pass(LONGER);
    assertThat(attribute(a, id, "text")).isSameAs(text);
    cluster.releaseWorkers();
    pass(Duration.ofSeconds(10));
    assertThat(attribute(a, id, "text")).isSameAs(text);
    pass(LONGER);
    assertThat(attribute(a, id, "text")).isEqualTo("[one]");
  }

  @Test
  void listenersHearOfObjectsThatBecomeBytesAndOfThoseThatAreMadeOfThem() throws Exception {
    Server a = start("a");
    start("b");
    String id = createWith(a, "text", texts("one"));
    pass(LONGER);
    assertThat(heard).containsExactly("passivating text");
    attribute(a, id, "text");
    assertThat(heard).containsExactly("passivating text", "activated text");
    pass(LONGER);
    assertThat(heard).hasSize(3).endsWith("passivating text");
  }

  @Test
  void whatAListenerSetsReplacesTheObject() throws Exception {
    Server a = cluster.start("a", PASSIVATING);
    Server b = cluster.start("b", PASSIVATING);
    a.node()
        .sessions()
        .addListener(
            new SessionListener() {
              @Override
              public void attributePassivating(ServerSession session, String name, Object value) {
                session.setAttribute("text", "packed");
              }
            });
    String id = createWith(a, "text", texts("one"));
    pass(LONGER);
    assertThat(cluster.counter(a, "sessions.passivated")).isEqualTo(1);
    assertThat(attribute(a, id, "text")).isEqualTo("packed");
    a.crash();
    assertThat(attribute(b, id, "text")).isEqualTo("packed");
  }

  @Test
  void allObjectsOfASessionAreKeptWhenOneIs() throws Exception {
    Server a = start("a");
    start("b");
    List<String> text = texts("one");
    String id = createWith(a, "text", text);
    List<String> other = texts("other");
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("other", other);
    }
    text.add("two");
    pass(LONGER);
    assertThat(attribute(a, id, "other")).isSameAs(other);
  }

  @Test
  void aRequestWaitsWhileAListenerHearsAndGetsTheNextObject() throws Exception {
    Server a = cluster.start("a", PASSIVATING);
    cluster.start("b", PASSIVATING);
    var requests = new ArrayList<CompletableFuture<Optional<SessionUse>>>();
    String id = createWith(a, "text", texts("one"));
    a.node()
        .sessions()
        .addListener(
            new SessionListener() {
              @Override
              public void attributePassivating(ServerSession session, String name, Object value) {
                requests.add(a.node().sessions().open(id, 0));
                assertThat(requests.get(0)).isNotDone();
              }
            });
    pass(LONGER);
    assertThat(requests).hasSize(1);
    SessionUse use = cluster.await(requests.get(0)).orElseThrow();
    assertThat(use.session().getAttribute("text")).isEqualTo("[one]");
  }

  @Test
  void aListenerThatFailsKeepsItsSessionsObjectsAndNoOthers() throws Exception {
    Server a = start("a");
    start("b");
    a.node()
        .sessions()
        .addListener(
            new SessionListener() {
              @Override
              public void attributePassivating(ServerSession session, String name, Object value) {
                if (name.equals("bad")) {
                  throw new NoClassDefFoundError("wanted");
                }
              }
            });
    List<String> bad = texts("bad");
    String kept = createWith(a, "bad", bad);
    String given = createWith(a, "text", texts("one"));
    pass(LONGER);
    assertThat(attribute(a, kept, "bad")).isSameAs(bad);
    assertThat(attribute(a, given, "text")).isEqualTo("[one]");
    assertThat(heard).containsOnlyOnce("passivating bad", "activated bad");
  }

  /** Makes another list, which can be changed in place, of what it reads. */
  private static final class ListCodec implements AttributeCodec {
    @Override
    public byte[] serialize(String name, Object value) {
      return String.join(",", list(value)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object deserialize(String name, byte[] bytes) {
      return new ArrayList<>(List.of(new String(bytes, StandardCharsets.UTF_8).split(",")));
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(@Nullable Object value) {
    return (List<String>) Objects.requireNonNull(value);
  }

  private static String createWith(VirtualCluster cluster, Server server, Object value)
      throws Exception {
    try (SessionUse use = server.node().sessions().create(INTERVAL)) {
      use.session().setAttribute("text", value);
      cluster.await(use.commit());
      return use.session().id();
    }
  }

  private static Object text(VirtualCluster cluster, Server server, String id) throws Exception {
    try (SessionUse use = cluster.await(server.node().sessions().open(id, 0)).orElseThrow()) {
      return Objects.requireNonNull(use.session().getAttribute("text"));
    }
  }

  @Test
  void aChangeInPlaceIsFoundAlsoInAnObjectThatWasMadeOfBytes() throws Exception {
    var lists = new VirtualCluster(1, true, new ListCodec());
    Server a = lists.start("a", TRACKING);
    Server b = lists.start("b", TRACKING);
    String id = createWith(lists, a, texts("one"));
    lists.pass(LONGER);
    assertThat(lists.counter(a, "sessions.passivated")).isEqualTo(1);
    try (SessionUse use = lists.await(a.node().sessions().open(id, 0)).orElseThrow()) {
      list(use.session().getAttribute("text")).add("two");
      assertThat(lists.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    a.crash();
    assertThat(list(text(lists, b, id))).containsExactly("one", "two");
  }

  @Test
  void aChangeThroughASessionKeptBeyondItsRequestIsFoundAlsoInAnObjectThatWasGivenUp()
      throws Exception {
    var lists = new VirtualCluster(1, true, new ListCodec());
    Server a = lists.start("a", TRACKING);
    Server b = lists.start("b", TRACKING);
    String id = createWith(lists, a, texts("one"));
    SessionUse use = lists.await(a.node().sessions().open(id, 0)).orElseThrow();
    use.close();
    List<String> text = list(use.session().getAttribute("text"));
    lists.pass(LONGER);
    assertThat(lists.counter(a, "sessions.passivated")).isEqualTo(1);
    text.add("two");
    use.session().setAttribute("other", texts("other"));
    lists.pass(Duration.ofSeconds(1));
    a.crash();
    assertThat(list(text(lists, b, id))).containsExactly("one", "two");
  }

  @Test
  void anObjectThatCannotBeReadAgainIsKept() throws Exception {
    var unreadable =
        new VirtualCluster(
            1,
            true,
            new AttributeCodec() {
              @Override
              public byte[] serialize(String name, Object value) {
                return codec.serialize(name, value);
              }

              @Override
              public Object deserialize(String name, byte[] bytes) {
                throw new AttributeUnreadableException("wanted", new IllegalStateException());
              }
            });
    Server a = unreadable.start("a", PASSIVATING);
    unreadable.start("b", PASSIVATING);
    List<String> text = texts("one");
    String id = createWith(unreadable, a, text);
    unreadable.pass(LONGER);
    assertThat(text(unreadable, a, id)).isSameAs(text);
  }

  /** The JDK writes a set that it has read with another capacity, and so with other bytes. */
  @Test
  void anObjectThatIsWrittenWithOtherBytesOnceItWasReadIsGivenUpAgainAndAgain() throws Exception {
    var jdk =
        new VirtualCluster(
            1,
            true,
            new JdkAttributeCodec(AllowList.plain(), PassivationTest.class::getClassLoader));
    Server a = jdk.start("a", PASSIVATING);
    jdk.start("b", PASSIVATING);
    Set<String> set = new HashSet<>(Set.of("one", "two", "three"));
    String id = createWith(jdk, a, set);
    for (int times = 1; times <= 3; times++) {
      jdk.pass(LONGER);
      assertThat(jdk.counter(a, "sessions.passivated")).isEqualTo(times);
      assertThat(text(jdk, a, id)).isEqualTo(set);
    }
  }
}
