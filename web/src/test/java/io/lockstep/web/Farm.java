package io.lockstep.web;

import static org.awaitility.Awaitility.await;

import io.lockstep.node.LockstepNode;
import io.lockstep.transport.KeyedTransports;
import jakarta.servlet.ServletContainerInitializer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.catalina.Context;

/** Servers of one cluster in this JVM. */
final class Farm implements AutoCloseable {
  private static final AtomicInteger FARMS = new AtomicInteger();

  private final String domain = "farm" + FARMS.incrementAndGet();
  private final List<WebServer> servers = new ArrayList<>();
  private final List<SteeredNode> nodes = new CopyOnWriteArrayList<>();
  private final List<KeyedTransports> transports = new CopyOnWriteArrayList<>();
  private final Set<WebServer> stopped = new HashSet<>();

  /** Makes one server's container. */
  interface Maker {
    WebServer make(ServletContainerInitializer initializer, Map<String, String> settings);
  }

  /** Starts servers in Tomcat with these changes to their context. */
  static Farm of(
      int servers, TestApp app, Map<String, String> settings, Consumer<Context> changes) {
    return of(
        servers,
        settings,
        (initializer, all) -> new TomcatServer(initializer, app, "/shop", all, changes));
  }

  static Farm of(int servers, TestApp app) {
    return of(servers, app, Map.of(), context -> {});
  }

  static Farm of(int servers, Map<String, String> settings, Maker maker) {
    var farm = new Farm();
    for (int i = 0; i < servers; i++) {
      farm.servers.add(maker.make(new LockstepInitializer(farm::start), farm.all(i, settings)));
    }
    farm.nodes.forEach(node -> await().until(() -> alive(node) == servers));
    return farm;
  }

  private static long alive(LockstepNode node) {
    return node.observer().report().join().members().stream()
        .filter(member -> member.state().equals("alive"))
        .count();
  }

  private LockstepNode start(Deployment deployment) {
    var node = new SteeredNode(new BuiltNode().start(deployment));
    nodes.add(node);
    transports.add(deployment.transports());
    return node;
  }

  private Map<String, String> all(int server, Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.putIfAbsent("lockstep.domain", domain);
    all.putIfAbsent("lockstep.server", "s" + server);
    all.putIfAbsent("lockstep.machine-id", "m" + server);
    all.putIfAbsent("lockstep.secret", "secret");
    all.putIfAbsent("lockstep.allowed-packages", "io.lockstep.web");
    return all;
  }

  WebServer server(int index) {
    return servers.get(index);
  }

  LockstepNode node(int index) {
    return nodes.get(index);
  }

  SteeredManager manager(int index) {
    return nodes.get(index).manager();
  }

  URI uri(int server, String path) {
    return servers.get(server).uri(path);
  }

  /** Stops one server in order. */
  void stop(int index) {
    if (stopped.add(servers.get(index))) {
      servers.get(index).close();
    }
  }

  /** Cuts one server's node off as if its process had died. */
  void cutOff(int index) {
    transports.get(index).instances().forEach(instance -> instance.transport().close());
  }

  @Override
  public void close() {
    for (int i = 0; i < servers.size(); i++) {
      stop(i);
    }
  }
}
