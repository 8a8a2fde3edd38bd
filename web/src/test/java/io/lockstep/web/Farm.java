package io.lockstep.web;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.session.AttributeCodec;
import io.lockstep.transport.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.catalina.Context;

/** Servers of one cluster in this JVM. */
final class Farm implements AutoCloseable {
  private final FakeNodes nodes = new FakeNodes();
  private final List<WebServer> servers = new ArrayList<>();
  private final List<SteeredManager> managers = new CopyOnWriteArrayList<>();

  /** Starts servers in Tomcat with these changes to their context. */
  static Farm of(
      int servers, TestApp app, Map<String, String> settings, Consumer<Context> changes) {
    var farm = new Farm();
    for (int i = 0; i < servers; i++) {
      farm.servers.add(
          new TomcatServer(
              farm.initializer(), app.servlet(), "/shop", farm.all(i, settings), changes));
    }
    return farm;
  }

  static Farm of(int servers, TestApp app) {
    return of(servers, app, Map.of(), context -> {});
  }

  private LockstepInitializer initializer() {
    return new LockstepInitializer(this::start);
  }

  private LockstepNode start(LockstepSettings settings, Transport transport, AttributeCodec codec) {
    var manager = new SteeredManager(nodes.manager(codec));
    managers.add(manager);
    return nodes.node(settings.address(), codec, manager);
  }

  private Map<String, String> all(int server, Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.putIfAbsent("lockstep.domain", "test");
    all.putIfAbsent("lockstep.server", "s" + server);
    all.putIfAbsent("lockstep.secret", "secret");
    all.putIfAbsent("lockstep.allowed-packages", "io.lockstep.web");
    return all;
  }

  WebServer server(int index) {
    return servers.get(index);
  }

  SteeredManager manager(int index) {
    return managers.get(index);
  }

  URI uri(int server, String path) {
    return servers.get(server).uri(path);
  }

  @Override
  public void close() {
    servers.forEach(WebServer::close);
  }
}
