package io.lockstep.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * What visitors notice when a server is killed: how long they wait for their first good response,
 * and how many of their answered writes are gone. Real server processes behind HAProxy, each killed
 * with SIGKILL in its turn and started again.
 *
 * <p>Settings: {@code benchmark.server.class-path}, that of the command line's module; {@code
 * benchmark.server.war}; {@code benchmark.kills} of each kind of servers; {@code
 * benchmark.visitors}; {@code benchmark.rate}, the writes of each in a second; {@code
 * benchmark.before-seconds} and {@code benchmark.after-seconds}, how long visitors write before and
 * after a kill; {@code benchmark.haproxy}, the program, unless it is on the path.
 */
public final class KillLossBenchmark implements AutoCloseable {
  private static final int SERVERS = 3;
  private static final int BROKER_HEAP_MEGABYTES = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 100;

  private final CartServers servers;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final KillFindings findings = new KillFindings();
  private final List<CartVisitor> visitors;

  private KillLossBenchmark(CartServers servers, int port) {
    this.servers = servers;
    URI shop = URI.create("http://127.0.0.1:" + port + "/shop/");
    visitors =
        IntStream.range(0, Setting.number("visitors", 30))
            .mapToObj(index -> new CartVisitor(http, shop, executor, findings))
            .toList();
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    Path haproxy =
        HaproxyServer.program()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no haproxy (Debian: apt-get install haproxy)"));
    try (var broker = ChildProcess.broker(ChildProcess.demoFlags(BROKER_HEAP_MEGABYTES))) {
      var rows = new StringBuilder(KillFindings.head());
      for (String replication : List.of("acknowledged", "async")) {
        rows.append(
            measure(new LockstepServers(SERVERS, broker.readiness(), replication), haproxy));
        rows.append(measure(new TribesServers(SERVERS, replication), haproxy));
      }
      rows.append(
          measure(new LockstepServers(SERVERS, broker.readiness(), LockstepServers.NONE), haproxy));
      report(rows);
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void report(CharSequence rows) throws Exception {
    System.out.println("- load average after (1 min): " + MachineFacts.load());
    System.out.printf(
        "- %d servers, %d visitors, %d writes a second each%n%n%s",
        SERVERS, Setting.number("visitors", 30), Setting.number("rate", 20), rows);
  }

  private static String measure(CartServers servers, Path haproxy) throws Exception {
    try (servers) {
      servers.start();
      try (var balancer = HaproxyServer.start(haproxy, servers.all());
          var benchmark = new KillLossBenchmark(servers, balancer.port())) {
        return benchmark.run();
      }
    }
  }

  private String run() throws Exception {
    Duration period = Duration.ofSeconds(1).dividedBy(Setting.number("rate", 20));
    for (int i = 0; i < visitors.size(); i++) {
      visitors.get(i).begin(period.multipliedBy(i).dividedBy(visitors.size()), period);
    }
    for (int kill = 0; kill < Setting.number("kills", 6); kill++) {
      await(servers::isSafe, "the servers do not find each other");
      onExecutor(this::beginAnew);
      Thread.sleep(Setting.seconds("before-seconds", 3).toMillis());
      await(this::allAreServed, "visitors are not served");
      await(servers::isSafe, "not all sessions are protected");
      CartServers.Server victim = servers.all().get(kill % servers.all().size());
      onExecutor(() -> kill(victim));
      Thread.sleep(Setting.seconds("after-seconds", 3).toMillis());
      await(this::noneIsCutOff, "visitors are not served again");
      onExecutor(this::endOfWatch);
      System.err.println(findings.row(servers.name() + ", so far", true).strip());
      servers.start();
    }
    return onExecutor(() -> findings.row(servers.name(), servers.tellsLevels()));
  }

  private boolean beginAnew() {
    visitors.forEach(CartVisitor::beginAnew);
    return true;
  }

  private boolean allAreServed() throws Exception {
    return onExecutor(() -> visitors.stream().allMatch(visitor -> visitor.server() != null));
  }

  /** On the visitors' thread, so that none gets an answer between the moment noted and the kill. */
  private boolean kill(CartServers.Server victim) {
    findings.killed();
    long now = System.nanoTime();
    servers.kill(victim);
    visitors.forEach(visitor -> visitor.killed(victim.name(), now));
    return true;
  }

  private boolean noneIsCutOff() throws Exception {
    return onExecutor(() -> visitors.stream().noneMatch(CartVisitor::isCutOff));
  }

  private boolean endOfWatch() {
    findings.over();
    return true;
  }

  private <T> T onExecutor(Callable<T> task) throws Exception {
    return executor.submit(task).get();
  }

  private static void await(Callable<Boolean> condition, String otherwise) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException(otherwise);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
