package io.lockstep.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Changes of 1 KB in sessions of several sizes, beside those of Tomcat's BackupManager and of
 * Spring Session with a private Redis, each at the same guarantee.
 *
 * <p>Settings: those of a {@link Contest}; {@code benchmark.transports}; {@code benchmark.servers};
 * {@code benchmark.sizes} in KB; {@code benchmark.redis}, the program, unless it is on the path.
 */
public final class PeersBenchmark {
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  private final Contest contest;
  private final int servers;
  private final int kilobytes;
  private final String broker;
  private final @Nullable RedisServer redis;

  private PeersBenchmark(
      Contest contest, int servers, int kilobytes, String broker, @Nullable RedisServer redis) {
    this.contest = contest;
    this.servers = servers;
    this.kilobytes = kilobytes;
    this.broker = broker;
    this.redis = redis;
  }

  public static void main(String[] arguments) throws Exception {
    // Every start and stop of a server is told otherwise.
    TOMCAT.setLevel(Level.WARNING);
    System.out.println(MachineFacts.describe());
    System.out.println("- garbage collector: " + MachineFacts.collectors());
    try (var broker = ChildProcess.broker(List.of("-Xmx512m"));
        var redis = redis()) {
      for (int servers : Setting.numbers("servers", "2,3")) {
        for (int kilobytes : Setting.numbers("sizes", "1,10,100")) {
          System.out.printf("%n**%d servers, sessions of %d KB**%n%n", servers, kilobytes);
          try (var contest = new Contest("1,8")) {
            new PeersBenchmark(contest, servers, kilobytes, broker.readiness(), redis).run();
          }
        }
      }
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static @Nullable RedisServer redis() throws Exception {
    var program = RedisServer.program();
    if (program.isEmpty()) {
      String missing =
          "- **Spring Session on Redis is left out**: there is no redis-server on the path"
              + " (Debian: apt-get install redis-server)";
      System.out.println(missing);
      System.err.println(missing);
      return null;
    }
    return RedisServer.start(program.get());
  }

  private void run() throws Exception {
    var acknowledged = new SessionShape(servers, kilobytes, true);
    var async = new SessionShape(servers, kilobytes, false);
    Subject tribes =
        contest.opened(TribesChanges.start("Tomcat BackupManager, acknowledged", acknowledged));
    TribesChanges tribesAsync =
        contest.opened(TribesChanges.start("Tomcat BackupManager, async", async));
    Subject spring =
        redis == null
            ? null
            : contest.opened(
                SpringSessionChanges.start(
                    "Spring Session on Redis, acknowledged", acknowledged, redis));
    var asynchronous = new ArrayList<SessionChanges>();
    var wanted = Setting.text("transports", "memory,amqp");
    for (String transport : List.of("memory", "AMQP")) {
      if (wanted.contains(transport.toLowerCase(Locale.ROOT))) {
        Subject waiting = open(transport + ", acknowledged", acknowledged);
        SessionChanges sending = open(transport + ", async", async);
        contest.compare(waiting, tribes);
        if (spring != null) {
          contest.compare(waiting, spring);
        }
        contest.compare(sending, tribesAsync);
        asynchronous.add(sending);
      }
    }
    contest.measure();
    contest.report();
    System.out.println("\n- " + tribesAsync.staleness());
    asynchronous.forEach(each -> System.out.println("- " + each.unprotected()));
  }

  private SessionChanges open(String name, SessionShape shape) throws Exception {
    var transports = name.startsWith("memory") ? Transports.memory() : Transports.amqp(broker);
    return contest.opened(SessionChanges.start("Lockstep over " + name, shape, transports));
  }
}
