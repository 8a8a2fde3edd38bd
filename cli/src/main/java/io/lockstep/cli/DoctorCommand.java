package io.lockstep.cli;

import io.lockstep.cli.doctor.Doctor;
import io.lockstep.cli.node.NodeFile;
import io.lockstep.config.LockstepSettings;
import io.lockstep.node.TransportFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries the transports of a configuration file, and says what is likely wrong. */
@Command(
    name = "doctor",
    description = {
      "Tries each transport of a configuration file, and says what it sees and what is likely"
          + " wrong.",
      "",
      "Connects as a server with this file would, and listens for a while: to the nodes of its"
          + " cluster, and to other clusters on the same network. It is no member of the cluster;"
          + " over udp and tcp it is a part of the network's group for that while.",
      ""
    },
    footer = {
      "",
      "Run it on each server, with the file that the server has.",
      "",
      "Exit status: 0 when nothing is wrong, 1 when something is, 2 when the settings are wrong or"
          + " ask for what is not in this build."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Duration LEAST = Duration.ofSeconds(6);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "A file like nexaweb-server.xml.")
  private @Nullable Path config;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to listen, 1 to 600. Default: two heartbeat periods, 6 at the least.")
  private @Nullable String seconds;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "A setting by its full name, such as -Dlockstep.server=one.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Override
  public Integer call() {
    TransportFactory transports = TransportFactory.installed(DoctorCommand.class.getClassLoader());
    var file =
        new NodeFile(
            Objects.requireNonNull(config), properties, System.getenv(), transports.kinds());
    LockstepSettings settings = file.settings();
    if (!settings.clustering().enabled()) {
      tell("Clustering is off in %s: the node is alone, on no network.".formatted(config));
      return 0;
    }
    Duration time = time(settings.membership().heartbeatPeriod());
    tell("%s, listening for %d s ...".formatted(settings, time.toSeconds()));
    Doctor.Result result = Doctor.examine(settings, transports, time);
    result.lines().forEach(this::tell);
    tell(result.isWell() ? "Nothing is wrong." : "Something is wrong; see above.");
    return result.isWell() ? 0 : 1;
  }

  private Duration time(Duration heartbeatPeriod) {
    if (seconds != null) {
      return Duration.ofSeconds(WholeNumber.between("--seconds", seconds, 1, 600));
    }
    Duration two = heartbeatPeriod.multipliedBy(2).plusSeconds(1);
    return two.compareTo(LEAST) < 0 ? LEAST : two;
  }

  private void tell(String line) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
