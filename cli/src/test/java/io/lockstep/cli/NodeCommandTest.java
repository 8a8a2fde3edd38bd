package io.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandTest {
  private static final Path SAMPLE =
      Path.of("../cluster/src/test/resources/io/lockstep/config/nexaweb-server.xml");

  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();
  @TempDir private Path folder;

  private int execute(String... arguments) {
    var command = LockstepCommand.commandLine();
    command.setErr(new PrintWriter(err));
    command.setOut(new PrintWriter(out));
    List<String> all = new ArrayList<>(List.of("node"));
    all.addAll(List.of(arguments));
    return command.execute(all.toArray(new String[0]));
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("node.xml"), content).toString();
  }

  @Test
  void theDocumentsSampleIsRight() {
    assertThat(execute("--check", "--config", SAMPLE.toString())).as(err.toString()).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains(SAMPLE + " is right:")
        .contains("address       MyDomain.MyCluster.")
        .contains("clustering    on, failover on")
        .contains("instance-1 (jms: AppNode, DocumentEvents, ")
        .doesNotContain("not in this build");
  }

  @Test
  void everyKindOfTransportIsInThisBuild() throws IOException {
    String udp =
        file(
            """
            <server><clustering enabled="true"/>
              <messaging><default-messaging-factory class="udp">
                <config><port>4000</port><multicast-address>239.1.1.1</multicast-address></config>
              </default-messaging-factory>
              <factory-implementation class="tcp">
                <factory-instance>
                  <keys><key>SharedStore</key></keys>
                  <config><hosts>localhost</hosts><bind-address>127.0.0.1</bind-address></config>
                </factory-instance>
              </factory-implementation></messaging></server>
            """);
    assertThat(execute("--check", "--config", udp)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("(tcp: SharedStore)", "(udp: AppNode")
        .doesNotContain("not in this build");
  }

  @Test
  void allMistakesOfAFileAreTold() throws IOException {
    String wrong =
        file(
            """
            <server>
              <clustering failover="true">
                <server/>
              </clustering>
              <messaging>
                <default-messaging-factory class="amqp">
                  <config>
                    <uri>http://me:hush@x</uri>
                    <heartbeat>1 ms</heartbeat>
                    <hartbeat>1 ms</hartbeat>
                  </config>
                </default-messaging-factory>
              </messaging>
            </server>
            """);
    assertThat(execute("--check", "--config", wrong)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("lockstep: " + wrong + ":"))
        .anyMatch(line -> line.contains(":2: <clustering failover> \"true\": allowed is false"))
        .anyMatch(line -> line.contains(":3: <server> \"\": allowed is a name"))
        .anyMatch(line -> line.contains(":8: <uri> "))
        .anyMatch(line -> line.contains(":9: <heartbeat> \"1 ms\": allowed is whole seconds"))
        .anyMatch(line -> line.contains(":10: <hartbeat>: there is no such element"))
        .noneMatch(line -> line.contains("hush"));
  }

  @Test
  void theBrokersAddressIsRequiredWhereTheFileNamesTheTransport() throws IOException {
    String silent =
        file(
            """
            <server><clustering enabled="true"/>
              <messaging><default-messaging-factory class="amqp"/></messaging></server>
            """);
    assertThat(execute("--check", "--config", silent)).isEqualTo(2);
    assertThat(err.toString())
        .contains(":2: <default-messaging-factory class>: lockstep.amqp.uri \"\"");

    assertThat(execute("--check", "--config", silent, "-Dlockstep.amqp.uri=amqp://me:hush@b"))
        .isZero();
    assertThat(out.toString()).contains("default (amqp: AppNode").doesNotContain("hush");
  }

  @Test
  void severalInstancesOfWhatIsThereCanBeStarted() throws IOException {
    String several =
        file(
            """
            <server><clustering enabled="true"/>
              <messaging>
                <default-messaging-factory class="amqp">
                  <config><uri>amqp://me:hush@b</uri></config>
                </default-messaging-factory>
                <factory-instance name="heartbeats">
                  <keys><key>AppNode</key></keys>
                </factory-instance>
              </messaging></server>
            """);
    assertThat(execute("--check", "--config", several)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("heartbeats (amqp: AppNode)", "default (amqp: DocumentEvents, ")
        .doesNotContain("not to start", "hush");
  }

  @Test
  void aFileIsRequiredAndIsToBeReadable() {
    assertThat(execute("--check")).isEqualTo(2);
    assertThat(err.toString()).contains("--config");
    assertThat(execute("--check", "--config", folder.toString())).isEqualTo(2);
    assertThat(execute("--config", "no-such-file.xml")).isEqualTo(2);
    assertThat(err.toString()).contains("--config: 'no-such-file.xml' is no file");
  }

  @Test
  void otherOptionsAreCheckedToo() throws IOException {
    String alone = file("<server/>");
    assertThat(execute("--config", alone, "--nodes", "10")).isEqualTo(2);
    assertThat(err.toString()).contains("--nodes: '10' is not a number between 1 and 9");
    assertThat(execute("--check", "--config", alone, "-Dserver=x")).isEqualTo(2);
    assertThat(err.toString()).contains("-D: 'server' does not begin with lockstep.");
    assertThat(execute("--check", "--config", alone, "-Dlockstep.serve=x")).isEqualTo(2);
    assertThat(err.toString()).contains("the nearest is lockstep.server");
  }

  @Test
  void tellsItsOptions() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("--check", "--nodes", "docs/configuration.md");
  }
}
