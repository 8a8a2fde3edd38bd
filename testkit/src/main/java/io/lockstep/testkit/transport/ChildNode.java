package io.lockstep.testkit.transport;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.TransportProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** A transport in a process of its own, to be killed. */
public final class ChildNode implements AutoCloseable {
  private final Process process;

  private ChildNode(Process process) {
    this.process = process;
  }

  /**
   * Starts it; returns when it is connected.
   *
   * @param kind the name of a transport on the class path
   * @param settings the transport's, by their full name
   */
  public static ChildNode start(
      String kind, NodeAddress address, NodeId id, Map<String, String> settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildNode.class.getName(),
                kind,
                address.domain(),
                address.cluster(),
                address.server(),
                address.application(),
                id.toString()));
    settings.forEach((name, value) -> command.add(name + "=" + value));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      awaitConnected(process);
      return new ChildNode(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitConnected(Process process) {
    var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    if (new BufferedReader(output).lines().noneMatch("CONNECTED"::equals)) {
      throw new IllegalStateException("The child node does not connect");
    }
  }

  /** With SIGKILL; returns at once. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    kill();
  }

  /** The child's own part: connects, says so, and goes on until its parent is gone. */
  public static void main(String[] arguments) throws IOException {
    List<String> read = List.of(arguments);
    var address = new NodeAddress(read.get(1), read.get(2), read.get(3), read.get(4));
    Map<String, String> settings = new HashMap<>();
    for (String setting : read.subList(6, read.size())) {
      int equals = setting.indexOf('=');
      settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    Transport transport =
        ServiceLoader.load(TransportProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.name().equals(read.get(0)))
            .findFirst()
            .orElseThrow()
            .create(address, TransportProvider.DEFAULT_INSTANCE, settings);
    transport.open(new NodeId(Long.parseUnsignedLong(read.get(5), 16)), new Announcer());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static final class Announcer implements TransportListener {
    @Override
    public void received(byte[] frame) {}

    @Override
    public void connected() {
      System.out.println("CONNECTED");
    }

    @Override
    public void disconnected() {}

    @Override
    public void unreachable(NodeId node) {}

    @Override
    public void dead(NodeId node) {}

    @Override
    public void declaredDead() {}

    @Override
    public void nobodyElse() {}
  }
}
