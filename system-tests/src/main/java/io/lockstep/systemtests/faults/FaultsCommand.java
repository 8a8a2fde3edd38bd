package io.lockstep.systemtests.faults;

import io.lockstep.cli.demo.NetworkKind;
import io.lockstep.cli.process.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads and checks the options of {@code system-tests/faults}, and runs the loop. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = {
      "Kills, pauses and restarts servers under visitors, and checks that nothing was lost.",
      "",
      "Starts servers with the sample shop, each as its own process on loopback ports, and"
          + " the broker that they need."
          + " One server at a time has a fault, and the next comes when every session has an owner"
          + " and a backup again. What each visitor asked and was told is written down, and checked"
          + " afterwards without any other knowledge.",
      ""
    },
    footer = {
      "",
      "The time that visitors waited is told, and decides nothing. After a failure the histories"
          + " that show it are kept.",
      "",
      "Exit status: 0 when no session was lost and every history is clean, 1 when not or a part"
          + " failed, 2 when what was asked for cannot be."
    })
public final class FaultsCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;
  private static final int MOST_MINUTES = 7 * 24 * 60;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "For how long faults happen, 1 to 10080. Default: ${DEFAULT-VALUE}.")
  private int minutes = 30;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides the plan of faults, and what visitors ask. Default: random.")
  private @Nullable Long seed;

  @Option(
      names = "--servers",
      paramLabel = "N",
      description = "How many servers, 2 to 9. Default: ${DEFAULT-VALUE}.")
  private int servers = 3;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      description = "How many visitors, 1 to 500. Default: ${DEFAULT-VALUE}.")
  private int visitors = 20;

  @Option(
      names = "--backups",
      paramLabel = "N",
      description =
          "How many backups each session gets, 1 to 8, fewer than servers. Default:"
              + " ${DEFAULT-VALUE}.")
  private int backups = 1;

  @Option(
      names = "--transport",
      paramLabel = "amqp|jms|udp|tcp",
      description = "What the servers talk over. Default: ${DEFAULT-VALUE}.")
  private String transport = "amqp";

  @Option(
      names = "--broker",
      paramLabel = "builtin|URI",
      description =
          "The embedded broker, or amqp://user:password@host:port/vhost of one of your own."
              + " Default: ${DEFAULT-VALUE}.")
  private String broker = "builtin";

  private FaultsCommand() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new FaultsCommand());
    commandLine.setParameterExceptionHandler(
        (wrong, given) -> say(wrong.getCommandLine(), wrong, BAD_INPUT));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(command, failure));
    return commandLine;
  }

  private static int failed(CommandLine command, Exception failure) {
    if (!(failure instanceof StartException)) {
      failure.printStackTrace(command.getErr());
    }
    return say(command, failure, FAILED);
  }

  private static int say(CommandLine command, Exception failure, int status) {
    command.getErr().println("faults: " + failure.getMessage());
    command.getErr().flush();
    return status;
  }

  @Override
  public Integer call() throws IOException {
    return FaultLoop.run(settings(), this::tell) ? 0 : FAILED;
  }

  private void tell(String line) {
    var out = commandLineOfThis().getOut();
    out.println(line);
    out.flush();
  }

  private CommandLine commandLineOfThis() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private FaultSettings settings() {
    return new FaultSettings(
        Duration.ofMinutes(between("--minutes", minutes, 1, MOST_MINUTES)),
        seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
        between("--servers", servers, 2, 9),
        between("--visitors", visitors, 1, 500),
        between("--backups", backups, 1, Math.min(8, servers - 1)),
        network(),
        broker(),
        shop(),
        Path.of(System.getProperty("lockstep.faults.histories", "target/faults")));
  }

  private int between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong(
          "%s: '%d' is not a number between %d and %d".formatted(option, value, least, most));
    }
    return value;
  }

  private NetworkKind network() {
    return switch (transport) {
      case "amqp" -> NetworkKind.AMQP;
      case "jms" -> NetworkKind.JMS;
      case "udp" -> NetworkKind.UDP;
      case "tcp" -> NetworkKind.TCP;
      default ->
          throw wrong("--transport: '%s' is not one of amqp, jms, udp, tcp".formatted(transport));
    };
  }

  private Optional<URI> broker() {
    if (broker.equals("builtin")) {
      return Optional.empty();
    }
    try {
      var uri = new URI(broker);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("amqps?")) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException malformed) {
      // Told below, without the password that it may hold.
    }
    throw wrong(
        "--broker: neither builtin nor of the form amqp[s]://user:password@host:port/vhost");
  }

  private Path shop() {
    var war = Path.of(System.getProperty("lockstep.faults.shop", "samples/shop/target/shop.war"));
    if (!Files.isReadable(war)) {
      throw wrong("the sample shop is not built: no %s; use system-tests/faults".formatted(war));
    }
    return war;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(commandLineOfThis(), message);
  }
}
