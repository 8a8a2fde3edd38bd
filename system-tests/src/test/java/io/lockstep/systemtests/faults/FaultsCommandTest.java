package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FaultsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void explainsItself() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("--minutes", "--seed", "--backups", "Exit status");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--minutes 0  | --minutes: '0' is not a number between 1 and 10080",
        "--minutes soon | 'soon' is not",
        "--servers 1  | --servers: '1' is not a number between 2 and 9",
        "--servers 2 --backups 2 | --backups: '2' is not a number between 1 and 1",
        "--visitors 501 | --visitors: '501' is not a number between 1 and 500",
        "--broker amqp://me:hush@ | --broker: ",
        "--broker rabbit | --broker: ",
        "--loudly     | Unknown option: '--loudly'",
      })
  void refusesWhatCannotBe(String arguments, String message) {
    assertThat(execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("faults: ").contains(message).doesNotContain("hush");
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  private int execute(String... arguments) {
    CommandLine command = FaultsCommand.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }
}
