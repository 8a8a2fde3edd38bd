package io.lockstep.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.catalina.tribes.Channel;

/** Tomcats whose sessions the BackupManager replicates over Tribes, at the same guarantee. */
final class TribesServers extends CartServers {
  private final String replication;
  private final List<Integer> ports;
  private final Path work = Files.createTempDirectory("lockstep-kill");

  /**
   * Servers that do not run yet.
   *
   * @param replication {@code acknowledged}: a response waits until the backup has answered, or
   *     {@code async}
   */
  TribesServers(int count, String replication) throws IOException {
    super(count);
    this.replication = replication;
    this.ports = freePorts(count);
  }

  @Override
  String name() {
    return "Tomcat BackupManager, " + replication;
  }

  @Override
  ChildProcess launch(Server server) throws IOException {
    int options =
        "async".equals(replication)
            ? Channel.SEND_OPTIONS_ASYNCHRONOUS
            : Channel.SEND_OPTIONS_SYNCHRONIZED_ACK | Channel.SEND_OPTIONS_USE_ACK;
    // A killed server leaves its directory behind.
    var flags = new ArrayList<>(flags());
    flags.add("-Djava.io.tmpdir=" + work);
    return ChildProcess.start(
        flags,
        System.getProperty("java.class.path", ""),
        List.of(
            TribesServer.class.getName(),
            server.name(),
            Integer.toString(server.port()),
            Integer.toString(all().indexOf(server)),
            ports.stream().map(String::valueOf).collect(Collectors.joining(",")),
            Integer.toString(options)),
        Map.of(),
        "SERVER");
  }

  @Override
  boolean isSafe() throws IOException, InterruptedException {
    for (Server server : all()) {
      if (ask(server, "/safe").isEmpty()) {
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
