package io.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockstepCommandTest {
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          demo --servers 1             | --servers: '1' is not a number between 2 and 9
          demo --servers 10            | --servers: '10' is not a number between 2 and 9
          demo --servers many          | --servers: 'many' is not a number between 2 and 9
          demo --visitors 0            | --visitors: '0' is not a number between 10 and 1000
          demo --port 70000            | --port: '70000' is not a number between 1 and 65535
          demo --port http             | --port: 'http' is not a number between 1 and 65535
          demo --replication sometimes | --replication: 'sometimes' is not one of acknowledged, async
          demo --balancer nginx        | --balancer: 'nginx' is not one of haproxy, builtin
          demo --broker http://x       | --broker: 'http://x' is not of the form amqp[s]://user:password@host:port
          demo --seed x                | --seed: 'x' is not a whole number between -9223372036854775808 and
          demo --bogus                 | Unknown option: '--bogus'
          dance                        | Unmatched argument at index 0: 'dance'
          """)
  void refusesBadInputInOneLineThatNamesIt(String arguments, String message) {
    assertThat(execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains(message));
  }

  @Test
  void refusesAPortThatIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertThat(execute("demo", "--port", port)).isEqualTo(2);
      assertThat(err.toString()).contains("--port: " + port + " is taken").hasLineCount(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amqp://me:hush@",
        "http://me:hush@h/",
        "me:hush@h",
        "amqp:/me:hush@h",
        "amqp://me:hu@sh@ h"
      })
  void keepsTheBrokersPasswordToItself(String broker) {
    assertThat(execute("demo", "--broker", broker)).isEqualTo(2);
    assertThat(err.toString()).startsWith("lockstep: --broker: '").contains(":***@");
    assertThat(err.toString()).doesNotContain("hush", "hu@", "sh@");
  }

  @Test
  void tellsItsVersionAndItsOptions() {
    assertThat(execute("--version")).isZero();
    assertThat(execute("demo", "--help")).isZero();
    assertThat(out.toString()).contains("lockstep ", "--replication", "Exit status:");
  }

  private int execute(String... arguments) {
    var command = LockstepCommand.commandLine();
    command.setErr(new PrintWriter(err));
    command.setOut(new PrintWriter(out));
    return command.execute(arguments);
  }
}
