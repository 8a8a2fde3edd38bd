package io.lockstep.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A private Redis on loopback, in memory alone, which ends with the benchmark. */
final class RedisServer implements AutoCloseable {
  private static final String PROGRAM = "redis-server";
  private static final String READY = "Ready to accept connections";

  private final Process process;
  private final int port;
  private final Path directory;

  private RedisServer(Process process, int port, Path directory) {
    this.process = process;
    this.port = port;
    this.directory = directory;
  }

  /** The program, as {@code benchmark.redis} tells or as found on the path; empty when not. */
  static Optional<Path> program() {
    String set = Setting.text("redis", "");
    if (!set.isEmpty()) {
      return Optional.of(Path.of(set));
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static RedisServer start(Path program) throws IOException {
    Path directory = Files.createTempDirectory("lockstep-redis");
    int port = freePort();
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--dir",
                    directory.toString()))
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    awaitReady(process);
    return new RedisServer(process, port, directory);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.contains(READY)) {
        return;
      }
    }
    throw new IOException(PROGRAM + " ended before it was ready:\n" + said);
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    ChildProcess.awaitEnd(process);
    Directories.delete(directory);
  }
}
