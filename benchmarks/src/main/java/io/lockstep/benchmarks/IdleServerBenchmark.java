package io.lockstep.benchmarks;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Memory and processor time of whole servers that have nothing to do: the demo's, two with Lockstep
 * over the embedded broker and one without, and of the broker.
 *
 * <p>Settings: {@code benchmark.server.class-path}, that of the command line's module; {@code
 * benchmark.server.war}; {@code benchmark.idle-seconds}, how long is measured, and {@code
 * benchmark.settle-seconds}, how long the servers are left alone before.
 */
public final class IdleServerBenchmark {
  private static final String SERVER = "io.lockstep.cli.server.DemoServer";
  private static final int SERVER_HEAP_MEGABYTES = 96;
  private static final int BROKER_HEAP_MEGABYTES = 128;

  /** A process and what it had used when the measuring began. */
  private record Watched(String name, ChildProcess process, Duration before) {}

  private final String classPath = Setting.text("server.class-path", "");
  private final Path war = Path.of(Setting.text("server.war", "shop.war")).toAbsolutePath();
  private final Path work;
  private final Deque<ChildProcess> running = new ArrayDeque<>();

  private IdleServerBenchmark(Path work) {
    this.work = work;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    var benchmark = new IdleServerBenchmark(Files.createTempDirectory("lockstep-idle"));
    try {
      benchmark.run();
    } finally {
      for (ChildProcess process : benchmark.running) {
        process.close();
      }
      Directories.delete(benchmark.work);
    }
  }

  private void run() throws Exception {
    ChildProcess broker =
        opened(ChildProcess.broker(ChildProcess.demoFlags(BROKER_HEAP_MEGABYTES)));
    ChildProcess plain = server("plain", Map.of("lockstep.enabled", "false"));
    ChildProcess first = server("s1", lockstep("s1", broker.readiness()));
    ChildProcess second = server("s2", lockstep("s2", broker.readiness()));
    first.run(Setting.seconds("settle-seconds", 20));
    var watched = new ArrayList<Watched>();
    watched.add(watch("server without Lockstep", plain));
    watched.add(watch("server with Lockstep, first", first));
    watched.add(watch("server with Lockstep, second", second));
    watched.add(watch("embedded broker", broker));
    Duration length = Setting.seconds("idle-seconds", 60);
    first.run(length);
    report(watched, length);
  }

  private static void report(List<Watched> all, Duration length) throws Exception {
    System.out.println("- load average after (1 min): " + MachineFacts.load());
    System.out.println("- measured over: " + length.toSeconds() + " s\n");
    System.out.println(
        "| process | resident memory, MiB | most, MiB | threads | processor time, ms | share of a"
            + " core |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    for (Watched each : all) {
      Duration used = each.process().processorTime().minus(each.before());
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %d | %d | %.2f %% |%n",
          each.name(),
          each.process().status("VmRSS") / 1024.0,
          each.process().status("VmHWM") / 1024.0,
          each.process().status("Threads"),
          used.toMillis(),
          100.0 * used.toNanos() / length.toNanos());
    }
  }

  private static Watched watch(String name, ChildProcess process) {
    return new Watched(name, process, process.processorTime());
  }

  private ChildProcess opened(ChildProcess process) {
    running.push(process);
    return process;
  }

  private ChildProcess server(String name, Map<String, String> settings) throws Exception {
    return opened(
        ChildProcess.start(
            ChildProcess.demoFlags(SERVER_HEAP_MEGABYTES),
            classPath,
            List.of(SERVER, name, Integer.toString(freePort()), work.toString(), war.toString()),
            settings,
            "SERVER"));
  }

  /** As the demo sets them. */
  private static Map<String, String> lockstep(String server, String broker) {
    var settings = new HashMap<String, String>();
    settings.put("lockstep.transport", "amqp");
    settings.put("lockstep.amqp.uri", broker);
    settings.put("lockstep.cluster", "idle");
    settings.put("lockstep.server", server);
    settings.put("lockstep.machine-id", server);
    settings.put("lockstep.route", server);
    settings.put("lockstep.secret", "benchmark");
    settings.put("lockstep.allowed-packages", "shop");
    return settings;
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
