package io.lockstep.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A private HAProxy on loopback, configured as the demo's for servers without Lockstep. Ends with
 * the benchmark.
 */
final class HaproxyServer implements AutoCloseable {
  private static final String PROGRAM = "haproxy";

  private final Process process;
  private final int port;
  private final Path configuration;

  private HaproxyServer(Process process, int port, Path configuration) {
    this.process = process;
    this.port = port;
    this.configuration = configuration;
  }

  /** The program, as {@code benchmark.haproxy} tells, or as found; empty when there is none. */
  static Optional<Path> program() {
    String set = Setting.text(PROGRAM, "");
    if (!set.isEmpty()) {
      return Optional.of(Path.of(set));
    }
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(directory -> Path.of(directory, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it. The kernel ends it with the calling thread. */
  static HaproxyServer start(Path program, List<CartServers.Server> servers) throws IOException {
    int port = CartServers.freePorts(1).get(0);
    Path configuration = Files.createTempFile("lockstep-kill", ".cfg");
    Files.writeString(configuration, text(port, servers));
    Process process =
        new ProcessBuilder(
                List.of(
                    // Else it would outlive a benchmark that is killed.
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    "--",
                    program.toString(),
                    "-db",
                    "-f",
                    configuration.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new HaproxyServer(process, port, configuration);
  }

  private static String text(int port, List<CartServers.Server> servers) {
    return """
        global
          maxconn 4000
        defaults
          mode http
          timeout connect 1s
          timeout check 2s
          timeout client 60s
          timeout server 30s
          timeout http-request 10s
          timeout http-keep-alive 60s
          retries 3
          option redispatch 1
          retry-on conn-failure empty-response 503
        frontend visitors
          bind 127.0.0.1:%d
          default_backend servers
        backend servers
          balance roundrobin
          cookie ROUTE insert indirect nocache httponly
          acl idempotent method GET HEAD OPTIONS TRACE PUT DELETE
          http-request disable-l7-retry unless idempotent
          option httpchk GET /shop/products
          default-server check inter 1s fastinter 500ms fall 3 rise 1 on-marked-down shutdown-sessions
        """
            .formatted(port)
        + servers.stream()
            .map(
                server ->
                    "  server %1$s 127.0.0.1:%2$d cookie %1$s%n"
                        .formatted(server.name(), server.port()))
            .collect(Collectors.joining());
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    ChildProcess.awaitEnd(process);
    Files.deleteIfExists(configuration);
  }
}
