package io.lockstep.cli;

import io.lockstep.cli.balancer.BalancerKind;
import io.lockstep.cli.demo.Demo;
import io.lockstep.cli.demo.DemoSettings;
import io.lockstep.cli.demo.NetworkKind;
import io.lockstep.cli.output.Progress;
import io.lockstep.cli.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads and checks the options of {@code lockstep demo}, before anything is started. */
@Command(
    name = "demo",
    description = {
      "Kills a server under 200 visitors, and shows that nobody is logged out.",
      "",
      "Starts a broker, servers with a sample shop, and a balancer, each as its own process on"
          + " loopback ports, and runs a tour that kills a server. Then it stays up to click around,"
          + " until Ctrl-C.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 when every check of the tour held, 1 when one did not or a part failed, 2"
          + " when what was asked for cannot be."
    })
final class DemoCommand implements Callable<Integer> {
  private static final List<String> TRANSPORTS =
      Stream.of(NetworkKind.values()).map(DemoCommand::named).toList();
  private static final List<String> REPLICATIONS = List.of("acknowledged", "async");

  @Option(names = "--exit", description = "End after the tour.")
  private boolean exit;

  @Option(
      names = "--servers",
      paramLabel = "N",
      description = "How many servers, 2 to 9. Default: ${DEFAULT-VALUE}.")
  private String servers = "3";

  @Option(
      names = "--visitors",
      paramLabel = "N",
      description = "How many visitors, 10 to 1000. Default: ${DEFAULT-VALUE}.")
  private String visitors = "200";

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The balancer's loopback port. Default: a free one.")
  private @Nullable String port;

  @Option(
      names = "--replication",
      paramLabel = "async|acknowledged",
      description = "Whether a response waits for the backup. Default: ${DEFAULT-VALUE}.")
  private String replication = "acknowledged";

  @Option(
      names = "--transport",
      paramLabel = "amqp|jms|udp|tcp|memory",
      description =
          "What the servers talk over. A broker is started where one is needed; with memory, all"
              + " servers are in one process. Default: ${DEFAULT-VALUE}.")
  private String transport = "amqp";

  @Option(
      names = "--broker",
      paramLabel = "amqp://...",
      description = "A RabbitMQ of your own, instead of the embedded broker.")
  private @Nullable String broker;

  @Option(
      names = "--balancer",
      paramLabel = "haproxy|builtin",
      description =
          "HAProxy, or a small one of our own for demonstration only. Default: HAProxy when it is"
              + " installed.")
  private @Nullable String balancer;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides which server is killed, among equals, and when. Default: random.")
  private @Nullable String seed;

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "Keep in this directory what the processes print. Default: dropped.")
  private @Nullable Path logs;

  @Override
  public Integer call() throws Exception {
    return Demo.run(settings(), new Progress(System.out)) ? 0 : 1;
  }

  private DemoSettings settings() {
    return new DemoSettings(
        WholeNumber.between("--servers", servers, 2, 9),
        WholeNumber.between("--visitors", visitors, 10, 1_000),
        port(),
        oneOf("--replication", replication, REPLICATIONS),
        network(),
        broker(),
        balancer(),
        seed(),
        exit,
        logs(),
        sample("shop"),
        sample("board"));
  }

  private Optional<Path> logs() {
    if (logs == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.createDirectories(logs).toAbsolutePath());
    } catch (IOException failure) {
      throw new BadInputException("--logs: '%s' cannot be a directory".formatted(logs));
    }
  }

  private OptionalInt port() {
    if (port == null) {
      return OptionalInt.empty();
    }
    int wanted = WholeNumber.between("--port", port, 1, 65_535);
    if (!FreePorts.isFree(wanted)) {
      throw BadInputException.portTaken(wanted);
    }
    return OptionalInt.of(wanted);
  }

  private long seed() {
    if (seed == null) {
      return ThreadLocalRandom.current().nextInt(1_000_000);
    }
    try {
      return Long.parseLong(seed);
    } catch (NumberFormatException malformed) {
      throw new BadInputException(
          "--seed: '%s' is not a whole number between %d and %d"
              .formatted(seed, Long.MIN_VALUE, Long.MAX_VALUE));
    }
  }

  private NetworkKind network() {
    return NetworkKind.valueOf(
        oneOf("--transport", transport, TRANSPORTS).toUpperCase(Locale.ROOT));
  }

  private static String named(NetworkKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Optional<URI> broker() {
    if (broker == null) {
      return Optional.empty();
    }
    if (network() != NetworkKind.AMQP) {
      throw new BadInputException("--broker: is for --transport amqp; --transport is " + transport);
    }
    try {
      var uri = new URI(broker);
      var scheme = String.valueOf(uri.getScheme());
      if (uri.getHost() != null && (scheme.equals("amqp") || scheme.equals("amqps"))) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException malformed) {
      // Told below, without the password that it may hold.
    }
    throw new BadInputException(
        "--broker: '%s' is not of the form amqp[s]://user:password@host:port/vhost"
            .formatted(withoutPassword(broker)));
  }

  /** Whatever stands between the first colon behind the scheme and the last at sign is hidden. */
  private static String withoutPassword(String address) {
    return address.replaceFirst("^([a-z]+://)?([^:@/]*):.*@", "$1$2:***@");
  }

  private BalancerKind balancer() {
    boolean installed = BalancerKind.haproxy().isPresent();
    if (balancer == null) {
      return installed ? BalancerKind.HAPROXY : BalancerKind.BUILTIN;
    }
    var kind =
        BalancerKind.valueOf(
            oneOf("--balancer", balancer, List.of("haproxy", "builtin")).toUpperCase(Locale.ROOT));
    if (kind == BalancerKind.HAPROXY && !installed) {
      throw new BadInputException(
          "--balancer: haproxy is not installed (Debian: apt-get install haproxy); builtin is");
    }
    return kind;
  }

  private static Path sample(String name) {
    var samples = Path.of(System.getProperty("lockstep.demo.samples", "samples"));
    var war = samples.resolve(name).resolve("target").resolve(name + ".war");
    if (!Files.isReadable(war)) {
      throw new BadInputException(
          "the sample %s is not built: no %s; use ./lockstep".formatted(name, war));
    }
    return war.toAbsolutePath();
  }

  private static String oneOf(String option, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new BadInputException(
          "%s: '%s' is not one of %s".formatted(option, value, String.join(", ", allowed)));
    }
    return value;
  }
}
