package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A node in a process of its own, to be killed. */
final class ChildNode implements AutoCloseable {
  private final Process process;

  private ChildNode(Process process) {
    this.process = process;
  }

  /** Starts it; returns when it is connected. */
  static ChildNode start(String uri, String cluster, NodeId id) {
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> command =
        List.of(
            java,
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ChildNode.class.getName(),
            uri,
            cluster,
            id.toString());
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
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] arguments) throws IOException {
    var network = new AmqpNetwork(arguments[0], arguments[1]);
    var id = new NodeId(Long.parseUnsignedLong(arguments[2], 16));
    network.transport().open(id, new Announcer());
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
