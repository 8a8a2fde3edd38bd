package io.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.amqp.broker.EmbeddedBroker;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lockstep node} with the document's sample, and with its messaging part replaced. */
class NodeTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Path SAMPLE =
      Path.of("../cluster/src/test/resources/io/lockstep/config/nexaweb-server.xml");

  @TempDir private Path folder;

  /** The sample, with this in place of its messaging and JMS parts. */
  private String replaced(String messaging) throws IOException {
    String sample = Files.readString(SAMPLE);
    int begin = sample.indexOf("<messaging>");
    int end = sample.lastIndexOf("</server>");
    Path file = folder.resolve("node.xml");
    return Files.writeString(file, sample.substring(0, begin) + messaging + sample.substring(end))
        .toString();
  }

  /** The document's three transport instances, with the keys as it shares them. */
  private static String threeInstances(String kind) {
    return """
        <messaging>
          <default-messaging-factory class="%s"/>
          <factory-instance name="heartbeats"><keys><key>AppNode</key></keys></factory-instance>
          <factory-instance name="backups"><keys>
            <key>DocumentEvents</key><key>SessionEvents</key><key>SessionAttributeEvents</key>
            <key>BackupSyncMessages</key><key>RpcExecutor</key>
          </keys></factory-instance>
          <factory-instance name="messages"><keys>
            <key>MessagingService</key><key>SharedStore</key>
          </keys></factory-instance>
        </messaging>
        """
        .formatted(kind);
  }

  @Test
  void acceptsTheSampleAsPrinted() throws Exception {
    try (var node = LockstepProcess.start("node", "--check", "--config", SAMPLE.toString())) {
      assertThat(node.exitStatus(TIMEOUT)).as(node.text()).isZero();
    }
  }

  @Test
  void refusesAWrongFile() throws Exception {
    String file = replaced("<messaging><request-timeout>soon</request-timeout></messaging>");
    try (var node = LockstepProcess.start("node", "--check", "--config", file)) {
      assertThat(node.exitStatus(TIMEOUT)).as(node.text()).isEqualTo(2);
      assertThat(node.err()).anyMatch(line -> line.contains("<request-timeout> \"soon\""));
    }
  }

  @Test
  void runsThreeNodesInOneProcessUntilItsInputEnds() throws Exception {
    runThreeNodes("<messaging><default-messaging-factory class='memory'/></messaging>");
  }

  @Test
  void runsThreeNodesInOneProcessWithThreeTransportInstances() throws Exception {
    LockstepProcess nodes = runThreeNodes(threeInstances("memory"));
    assertThat(nodes.text()).contains("heartbeats (memory: AppNode)");
  }

  private LockstepProcess runThreeNodes(String messaging) throws Exception {
    String file = replaced(messaging);
    try (var nodes =
        LockstepProcess.start("node", "--config", file, "--nodes", "3", "-Dlockstep.server=n")) {
      for (String each : List.of("n-1", "n-2", "n-3")) {
        nodes.awaitLine(each + ": is up", TIMEOUT);
      }
      nodes.awaitLine("n-1: MyDomain.MyCluster.n-3.MyApp joined", TIMEOUT);
      nodes.awaitLine("n-3: MyDomain.MyCluster.n-1.MyApp joined", TIMEOUT);

      nodes.endInput();

      assertThat(nodes.exitStatus(TIMEOUT)).as(nodes.text()).isZero();
      assertThat(nodes.out()).contains("n-1: has left", "n-2: has left", "n-3: has left");
      return nodes;
    }
  }

  @Test
  void runsThreeProcessesOverABroker() throws Exception {
    runThreeProcesses("<messaging><default-messaging-factory class='amqp'/></messaging>");
  }

  @Test
  void runsThreeProcessesOverABrokerWithThreeTransportInstances() throws Exception {
    runThreeProcesses(threeInstances("amqp"));
  }

  private void runThreeProcesses(String messaging) throws Exception {
    try (var broker = EmbeddedBroker.start(0)) {
      Map<String, String> environment = Map.of("LOCKSTEP_AMQP_URI", broker.uri());
      runThreeProcesses(environment, List.of("--config", replaced(messaging)));
    }
  }

  @Test
  void runsThreeProcessesWithTheSampleAsPrintedOverAJmsBroker() throws Exception {
    try (var broker = EmbeddedArtemis.start()) {
      // The majority waits for as many heartbeats as the document has, so for less than its 5 s
      // each.
      List<String> arguments =
          new ArrayList<>(
              List.of("--config", SAMPLE.toString(), "-Dlockstep.heartbeat-period=1 sec"));
      broker
          .jndi()
          .forEach(
              (name, value) ->
                  arguments.add(
                      "-Dlockstep.jms-block.config1.environment.%s=%s".formatted(name, value)));
      runThreeProcesses(Map.of(), arguments);
    }
  }

  private static void runThreeProcesses(Map<String, String> environment, List<String> arguments)
      throws Exception {
    try (var one = start(environment, arguments, "one");
        var two = start(environment, arguments, "two");
        var three = start(environment, arguments, "three")) {
      for (LockstepProcess each : List.of(one, two)) {
        each.awaitLine(
            (each == one ? "one" : "two") + ": MyDomain.MyCluster.three.MyApp joined", TIMEOUT);
      }
      three.awaitLine("three: MyDomain.MyCluster.one.MyApp joined", TIMEOUT);
      three.awaitLine("three: MyDomain.MyCluster.two.MyApp joined", TIMEOUT);

      three.kill();
      one.awaitLine("one: MyDomain.MyCluster.three.MyApp is dead", TIMEOUT);
      two.interrupt();
      one.awaitLine("one: MyDomain.MyCluster.two.MyApp left", TIMEOUT);
      one.endInput();

      assertThat(one.exitStatus(TIMEOUT)).as(one.text()).isZero();
    }
  }

  private static LockstepProcess start(
      Map<String, String> environment, List<String> arguments, String server) throws IOException {
    List<String> all = new ArrayList<>(List.of("node"));
    all.addAll(arguments);
    all.add("-Dlockstep.server=" + server);
    return LockstepProcess.start(environment, all.toArray(new String[0]));
  }
}
