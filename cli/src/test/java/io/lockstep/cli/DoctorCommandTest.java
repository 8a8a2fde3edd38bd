package io.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.cli.node.NodeFile;
import io.lockstep.cli.node.NodeRun;
import io.lockstep.node.TransportFactory;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportListener;
import io.lockstep.transport.memory.MemoryTransportProvider;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Heartbeat;
import io.lockstep.wire.proto.NodeState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final String FILE =
      """
      <server>
        <clustering enabled="true">
          <domain>doctor</domain><cluster>%s</cluster><server>me</server>
          <app-node-manager>
            <heartbeat-period>200 ms</heartbeat-period><machine-id>mine</machine-id>
          </app-node-manager>
        </clustering>
        <messaging><default-messaging-factory class="%s">%s</default-messaging-factory></messaging>
      </server>
      """;

  private final String cluster = "c" + ThreadLocalRandom.current().nextInt(1_000_000);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;

  private int examine(String cluster, String kind, String config) throws IOException {
    Path file = Files.writeString(directory.resolve("doctor.xml"), text(cluster, kind, config));
    return LockstepCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("doctor", "--config", file.toString(), "--seconds", "2");
  }

  private static String text(String cluster, String kind, String config) {
    return FILE.formatted(cluster, kind, config);
  }

  /** Sends the heartbeats of nodes, for as long as it is open. */
  private final class Others implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;

    private final Transport transport =
        new MemoryTransportProvider()
            .create(new NodeAddress("doctor", cluster, "other", "app"), "default", Map.of());
    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor();

    Others() {
      transport.open(new NodeId(77), new Deaf());
    }

    void beat(String server, String machine, Duration ahead) {
      var unused =
          beating.scheduleAtFixedRate(
              () -> transport.broadcast(heartbeat(server, machine, ahead)),
              0,
              PERIOD_MILLIS,
              TimeUnit.MILLISECONDS);
    }

    private byte[] heartbeat(String server, String machine, Duration ahead) {
      var heartbeat =
          Heartbeat.newBuilder()
              .setDomain("doctor")
              .setCluster(cluster)
              .setServer(server)
              .setApplication("app")
              .setState(NodeState.newBuilder().setMachineId(machine))
              .setClockMs(Instant.now().plus(ahead).toEpochMilli());
      return Envelope.newBuilder()
          .setVersion(1)
          .setIncarnation(77)
          .setType(MessageType.HEARTBEAT.number())
          .setPayload(heartbeat.build().toByteString())
          .build()
          .toByteArray();
    }

    @Override
    public void close() {
      beating.shutdownNow();
      transport.close();
    }
  }

  private static final class Deaf implements TransportListener {
    @Override
    public void received(byte[] frame) {}

    @Override
    public void connected() {}

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

  @Test
  void nodesOnOtherMachinesWithRightClocksAreWell() throws IOException {
    try (var others = new Others()) {
      others.beat("one", "machine-1", Duration.ZERO);
      others.beat("two", "machine-2", Duration.ZERO);

      assertThat(examine(cluster, "memory", "")).as(err.toString()).isZero();
    }
    assertThat(out.toString())
        .contains("hears 2 nodes: one (machine machine-1), two (machine machine-2)")
        .contains("they and this one run on 3 machines")
        .contains("their clocks agree")
        .contains("Nothing is wrong.");
  }

  @Test
  void equalMachinesAndAWrongClockAreTold() throws IOException {
    try (var others = new Others()) {
      others.beat("one", "mine", Duration.ofSeconds(90));
      others.beat("two", "mine", Duration.ofSeconds(-90));

      assertThat(examine(cluster, "memory", "")).isEqualTo(1);
    }
    assertThat(out.toString())
        .contains("wrong   all, this one included, run on machine mine")
        .containsPattern("wrong   the clock of one is (89|90)\\.\\d s ahead of this machine's")
        .containsPattern("wrong   the clock of two is 9\\d\\.\\d s behind this machine's");
  }

  @Test
  void aNodeOfTheSameNameIsTold() throws IOException {
    try (var others = new Others()) {
      others.beat("me", "machine-1", Duration.ZERO);

      examine(cluster, "memory", "");
    }
    assertThat(out.toString()).contains("wrong   a node called me runs on machine machine-1");
  }

  @Test
  void anotherClusterOnTheSameMulticastGroupIsTold() throws IOException {
    int port;
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var transports = TransportFactory.installed(getClass().getClassLoader());
    String config = "<config><bind-address>127.0.0.1</bind-address><port>%d</port></config>";
    Path other =
        Files.writeString(
            directory.resolve("other.xml"), text(cluster + "x", "udp", config.formatted(port)));
    var settings = new NodeFile(other, Map.of(), Map.of(), transports.kinds()).settings(1);
    try (var run = new NodeRun(transports, line -> {})) {
      run.start(settings);

      examine(cluster, "udp", config.formatted(port));
    }
    assertThat(out.toString())
        .contains("hears no other node")
        .contains(
            "hears other clusters here: doctor.%sx.app; yours is doctor.%s.app"
                .formatted(cluster, cluster));
  }

  @Test
  void aBrokerThatIsNotThereIsToldWithTheReason() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    int status =
        examine(cluster, "amqp", "<config><uri>amqp://127.0.0.1:%d</uri></config>".formatted(port));

    assertThat(status).as(err.toString()).isEqualTo(1);
    assertThat(out.toString())
        .contains("instance default (amqp: AppNode, ")
        .contains("wrong   not connected: The broker amqp://")
        .contains("127.0.0.1:%d cannot be reached".formatted(port))
        .contains("Something is wrong; see above.");
  }
}
