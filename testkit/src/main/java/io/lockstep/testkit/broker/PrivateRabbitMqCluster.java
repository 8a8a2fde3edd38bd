package io.lockstep.testkit.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A cluster of {@link PrivateRabbitMq} on this machine, each of which can be killed and restarted
 * by itself. Not thread-safe.
 */
public final class PrivateRabbitMqCluster implements AutoCloseable {
  private final List<PrivateRabbitMq> brokers = new ArrayList<>();
  private final Process epmd;

  private PrivateRabbitMqCluster(Process epmd) {
    this.epmd = epmd;
  }

  /**
   * Starts so many brokers, one after the other; all accept connections when this returns.
   *
   * @throws IllegalStateException when one does not start, with what it wrote
   */
  public static PrivateRabbitMqCluster start(int size) {
    try {
      Path home = Files.createTempDirectory("lockstep-rabbitmq-cluster");
      Path cookie = Files.writeString(home.resolve(".erlang.cookie"), UUID.randomUUID().toString());
      Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
      int epmdPort = PrivateRabbitMq.freePorts(1).get(0);
      var cluster = new PrivateRabbitMqCluster(epmd(home, epmdPort));
      try {
        cluster.add(size, home, epmdPort);
        return cluster;
      } catch (IOException | RuntimeException e) {
        cluster.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process epmd(Path home, int port) throws IOException {
    var builder = new ProcessBuilder("/bin/sh", "-c", script());
    builder
        .environment()
        .putAll(
            Map.of("LOCKSTEP_DIRECTORY", home.toString(), "ERL_EPMD_PORT", Integer.toString(port)));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private static String script() throws IOException {
    try (var script = PrivateRabbitMqCluster.class.getResourceAsStream("epmd-supervisor.sh")) {
      if (script == null) {
        throw new IllegalStateException("epmd-supervisor.sh is missing from the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void add(int size, Path home, int epmdPort) throws IOException {
    Optional<String> first = Optional.empty();
    for (int i = 0; i < size; i++) {
      PrivateRabbitMq broker =
          PrivateRabbitMq.start(new PrivateRabbitMq.Group(home, epmdPort, first));
      brokers.add(broker);
      first = Optional.of(brokers.get(0).name());
    }
  }

  /** All, in the order in which they were started. */
  public List<PrivateRabbitMq> brokers() {
    return List.copyOf(brokers);
  }

  /** Kills all brokers and their epmd, and removes their directories. */
  @Override
  public void close() {
    brokers.forEach(PrivateRabbitMq::close);
    try {
      epmd.getOutputStream().close();
      if (!epmd.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The supervisor of epmd does not end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
