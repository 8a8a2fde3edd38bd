package io.lockstep.systemtests.servers;

import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.demo.DemoNetwork;
import io.lockstep.cli.demo.NetworkKind;
import io.lockstep.cli.demo.ServerSettings;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.FreePorts;
import io.lockstep.cli.process.Pause;
import io.lockstep.cli.process.StartException;
import io.lockstep.cli.process.WorkDirectory;
import io.lockstep.cli.server.Fleet;
import io.lockstep.cli.server.ProcessFleet;
import io.lockstep.cli.tour.ClusterView;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cluster of real servers: Tomcats with the sample shop, and a broker unless there is one
 * already, each a process of its own on a free loopback port. A server that is silent for {@link
 * #DETECTION} is suspected. Closing it ends them all. Thread-safe.
 */
public final class ShopServers implements AutoCloseable {
  /** After what silence the other servers suspect one. */
  public static final Duration DETECTION = Duration.ofSeconds(2);

  /** After what silence the others surely know that one is dead, on a machine that has time. */
  public static final Duration DEATH = Duration.ofSeconds(9);

  private static final String APPLICATION = "shop";

  private final WorkDirectory work;
  private final Children children;
  private final Fleet fleet;
  private final ClusterView cluster;

  private ShopServers(WorkDirectory work, Children children, Fleet fleet) {
    this.work = work;
    this.children = children;
    this.fleet = fleet;
    this.cluster = new ClusterView(fleet, APPLICATION);
  }

  /**
   * Starts them all, and returns when they serve.
   *
   * @param kind what they talk over
   * @param broker an AMQP broker that is there already
   * @param shop the sample shop, a WAR
   * @param backups how many each session gets
   * @param logs a directory for what they print; absent to drop it
   * @throws StartException when one does not start; then none is left
   */
  public static ShopServers start(
      NetworkKind kind,
      int count,
      int backups,
      Optional<URI> broker,
      Path shop,
      Optional<Path> logs)
      throws IOException {
    var work = WorkDirectory.create();
    var children = new Children(logs.orElse(work.path()));
    try {
      var ports = new FreePorts();
      var network = DemoNetwork.start(kind, broker, children, ports, count);
      var settings = new ServerSettings(network, "acknowledged");
      var fleet =
          ports.start(
              count,
              free -> {
                var started =
                    new ProcessFleet(
                        children,
                        List.of(shop.toAbsolutePath()),
                        work.path(),
                        backends(free),
                        server -> settings(settings, server, backups));
                started.startAll();
                return started;
              });
      return new ShopServers(work, children, fleet);
    } catch (RuntimeException failure) {
      children.close();
      work.close();
      throw failure;
    }
  }

  private static List<Backend> backends(List<Integer> ports) {
    return IntStream.range(0, ports.size())
        .mapToObj(index -> new Backend("server-" + (index + 1), ports.get(index)))
        .toList();
  }

  private static Map<String, String> settings(ServerSettings demo, String server, int backups) {
    var settings = new HashMap<>(demo.of(server));
    settings.put("lockstep.backups", Integer.toString(backups));
    settings.put("lockstep.heartbeat-period", "500 ms");
    settings.put("lockstep.max-missed-heartbeats", "4");
    if (settings.containsKey("lockstep.amqp.uri")) {
      settings.put("lockstep.amqp.heartbeat", "2 sec");
    }
    return settings;
  }

  /** The servers' names and ports. */
  public List<Backend> backends() {
    return fleet.backends();
  }

  /** The servers' names. */
  public List<String> names() {
    return fleet.backends().stream().map(Backend::name).toList();
  }

  /** The shop on that server, ending in a slash, whether the server runs or not. */
  public URI shop(String server) {
    return URI.create("http://127.0.0.1:%d/%s/".formatted(port(server), APPLICATION));
  }

  /** The server's loopback port, the same in all its lives. */
  public int port(String server) {
    return fleet.backends().stream()
        .filter(each -> each.name().equals(server))
        .findFirst()
        .orElseThrow()
        .port();
  }

  /** Kills the server with SIGKILL, and waits until it is gone. */
  public void kill(String server) {
    fleet.kill(server);
  }

  /**
   * Starts the server again, unless it runs, and waits until it serves.
   *
   * @throws StartException when it does not
   */
  public void startAgain(String server) {
    fleet.startAgain(server);
  }

  /** Stops the server with SIGSTOP until the pause is closed. */
  public Pause pause(String server) {
    return fleet.pause(server);
  }

  /** The servers whose processes have ended, though nobody killed them. */
  public List<String> ended() {
    return names().stream().filter(each -> !fleet.isAlive(each)).toList();
  }

  /** What the servers' consoles tell. */
  public ClusterView cluster() {
    return cluster;
  }

  /** Whether all servers are there, and no session would be lost with any one of them. */
  public boolean isSafe() {
    return cluster.isSafe(names().size());
  }

  @Override
  public void close() {
    children.close();
    work.close();
  }
}
