package io.lockstep.cli;

import io.lockstep.cli.node.NodeFile;
import io.lockstep.cli.node.NodeRun;
import io.lockstep.cli.node.Summary;
import io.lockstep.config.LockstepSettings;
import io.lockstep.node.CodecFactory;
import io.lockstep.node.TransportFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads a configuration file, and checks it or starts nodes with it. */
@Command(
    name = "node",
    description = {
      "Starts a node of a cluster with a configuration file, or checks the file.",
      "",
      "Prints that the node is up, and how members come and go, until Ctrl-C or the end of its"
          + " input.",
      ""
    },
    footer = {
      "",
      "All settings are in docs/configuration.md. Those given with -D decide over the environment"
          + " (LOCKSTEP_HEARTBEAT_PERIOD), and that over the file.",
      "",
      "Exit status: 0 when all is well, 2 when the settings are wrong or ask for what is not in this"
          + " build."
    })
final class NodeCommand implements Callable<Integer> {
  private static final int MOST_NODES = 9;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "A file like nexaweb-server.xml.")
  private @Nullable Path config;

  @Option(
      names = "--check",
      description = "Only read and check the file, tell what it says, and start nothing.")
  private boolean check;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes in this process, 1 to 9. Default: ${DEFAULT-VALUE}.")
  private String nodes = "1";

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description = "A setting by its full name, such as -Dlockstep.server=one.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    for (String name : properties.keySet()) {
      if (!name.startsWith("lockstep.")) {
        throw new BadInputException("-D: '%s' does not begin with lockstep.".formatted(name));
      }
    }
    TransportFactory transports = TransportFactory.installed(NodeCommand.class.getClassLoader());
    Path file = Objects.requireNonNull(config);
    var settings = new NodeFile(file, properties, System.getenv(), transports.kinds());
    int count = WholeNumber.between("--nodes", nodes, 1, MOST_NODES);
    if (check) {
      check(settings.settings(), transports, file);
    } else {
      run(settings.settings(count), transports);
    }
    return 0;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private void check(LockstepSettings settings, TransportFactory transports, Path file) {
    tell(file + " is right:");
    List<String> missing = new ArrayList<>(transports.missing(settings));
    missing.addAll(CodecFactory.installed(NodeCommand.class.getClassLoader()).missing(settings));
    Summary.of(settings, missing).forEach(line -> tell("  " + line));
  }

  private void run(List<LockstepSettings> settings, TransportFactory transports)
      throws IOException {
    try (var run = new NodeRun(transports, this::tell)) {
      run.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(run::close, "lockstep-end"));
      NodeRun.awaitEnd(System.in);
    }
  }

  private synchronized void tell(String line) {
    out().println(line);
    out().flush();
  }
}
