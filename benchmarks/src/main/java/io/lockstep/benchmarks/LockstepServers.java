package io.lockstep.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The demo's servers, with the sample shop, and Lockstep over AMQP or without it. */
final class LockstepServers extends CartServers {
  /** Without Lockstep: each session is on its server alone. */
  static final String NONE = "none";

  private static final String PROGRAM = "io.lockstep.cli.server.DemoServer";
  private static final Pattern ANSWERING = Pattern.compile("\"connected\":true,\"members\"");
  private static final Pattern UNPROTECTED = Pattern.compile("\"unprotected\":[1-9]");

  private final String classPath = Setting.text("server.class-path", "");
  private final Path war = Path.of(Setting.text("server.war", "shop.war")).toAbsolutePath();
  private final Path work = Files.createTempDirectory("lockstep-kill");
  private final String cluster = "kill-" + UUID.randomUUID();
  private final String broker;
  private final String replication;

  /**
   * Servers that do not run yet.
   *
   * @param broker an AMQP broker's URI
   * @param replication {@code acknowledged}, {@code async}, or {@link #NONE}
   */
  LockstepServers(int count, String broker, String replication) throws IOException {
    super(count);
    this.broker = broker;
    this.replication = replication;
  }

  @Override
  String name() {
    return hasLockstep() ? "Lockstep over AMQP, " + replication : "no replication";
  }

  private boolean hasLockstep() {
    return !NONE.equals(replication);
  }

  @Override
  boolean tellsLevels() {
    return hasLockstep();
  }

  @Override
  ChildProcess launch(Server server) throws IOException {
    return ChildProcess.start(
        flags(),
        classPath,
        List.of(
            PROGRAM,
            server.name(),
            Integer.toString(server.port()),
            work.toString(),
            war.toString()),
        settings(server),
        "SERVER");
  }

  private Map<String, String> settings(Server server) {
    if (!hasLockstep()) {
      return Map.of("lockstep.enabled", "false");
    }
    var settings = new HashMap<String, String>();
    settings.put("lockstep.transport", "amqp");
    settings.put("lockstep.amqp.uri", broker);
    settings.put("lockstep.cluster", cluster);
    settings.put("lockstep.server", server.name());
    settings.put("lockstep.machine-id", server.name());
    settings.put("lockstep.route", server.name());
    settings.put("lockstep.secret", "benchmark");
    settings.put("lockstep.allowed-packages", "shop");
    settings.put("lockstep.replication", replication);
    settings.put("lockstep.level-header", "true");
    return settings;
  }

  @Override
  boolean isSafe() throws IOException, InterruptedException {
    if (!hasLockstep()) {
      return true;
    }
    for (Server server : all()) {
      String reports = ask(server, "/shop/lockstep/api/cluster").orElse("");
      if (ANSWERING.matcher(reports).results().count() < all().size()
          || UNPROTECTED.matcher(reports).find()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    super.close();
    Directories.delete(work);
  }
}
