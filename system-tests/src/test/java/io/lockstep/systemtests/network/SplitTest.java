package io.lockstep.systemtests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.cli.LockstepCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Three nodes on three machines, as far as their network goes; one is cut off, and comes back. */
class SplitTest {
  private static final int MACHINES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Process> nodes = new ArrayList<>();
  private Namespaces machines;

  @TempDir Path directory;

  static Stream<Arguments> transports() {
    return Stream.of(
        Arguments.of("multicast", "udp", "<port>45100</port>"),
        Arguments.of(
            "broadcast", "udp", "<port>45100</port><subnet-mask>255.255.255.0</subnet-mask>"),
        Arguments.of("tcp", "tcp", "<hosts>10.77.0.1 10.77.0.2 10.77.0.3</hosts>"));
  }

  @BeforeEach
  void connectMachines() throws IOException {
    assumeTrue(Namespaces.arePossible(), "no network namespaces can be made here");
    machines = new Namespaces(MACHINES);
  }

  @AfterEach
  void end() throws Exception {
    for (Process node : nodes) {
      node.destroyForcibly();
      node.waitFor();
    }
    if (machines != null) {
      machines.close();
    }
  }

  private void start(int machine, String transport, String config) throws IOException {
    String multicast =
        config.contains("mask") || transport.equals("tcp")
            ? ""
            : "<multicast-address>228.1.2.3</multicast-address>";
    Path file =
        Files.writeString(
            directory.resolve("n" + machine + ".xml"),
            """
            <server>
              <clustering enabled="true">
                <domain>split</domain><cluster>net</cluster><server>n%d</server>
                <app-node-manager>
                  <heartbeat-period>500 ms</heartbeat-period>
                  <max-missed-heartbeats>4</max-missed-heartbeats>
                  <cluster-synchronization-delay>3 sec</cluster-synchronization-delay>
                </app-node-manager>
              </clustering>
              <messaging>
                <default-messaging-factory class="%s"/>
                <factory-instance name="all"><config>
                  <bind-address>%s</bind-address>%s%s
                </config></factory-instance>
              </messaging>
            </server>
            """
                .formatted(machine, transport, Namespaces.address(machine), config, multicast));
    List<String> command =
        machines.on(
            machine,
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockstepCommand.class.getName(),
                "node",
                "--config",
                file.toString()));
    nodes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output(machine).toFile())
            .start());
  }

  private Path output(int machine) {
    return directory.resolve("n" + machine + ".txt");
  }

  private void awaitLine(int machine, String server, String what, int times) {
    await("n%d: %s %s, %d times".formatted(machine, server, what, times))
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(output(machine)))
                    .filteredOn(
                        line ->
                            line.startsWith("n" + machine + ": ")
                                && line.contains("." + server + ".")
                                && line.endsWith(what))
                    .hasSizeGreaterThanOrEqualTo(times));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transports")
  void aMachineThatIsCutOffIsOutvotedAndJoinsAgain(String name, String transport, String config)
      throws Exception {
    for (int machine = 1; machine <= MACHINES; machine++) {
      start(machine, transport, config);
    }
    for (int machine = 1; machine <= MACHINES; machine++) {
      for (int other = 1; other <= MACHINES; other++) {
        if (other != machine) {
          awaitLine(machine, "n" + other, "joined", 1);
        }
      }
    }

    machines.cut(3);
    awaitLine(1, "n3", "is dead", 1);
    awaitLine(2, "n3", "is dead", 1);
    awaitLine(3, "n1", "is not heard", 1);

    machines.join(3);
    awaitLine(1, "n3", "joined", 2);
    awaitLine(2, "n3", "joined", 2);
  }
}
