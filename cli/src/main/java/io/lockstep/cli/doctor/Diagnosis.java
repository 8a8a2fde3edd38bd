package io.lockstep.cli.doctor;

import io.lockstep.config.TransportInstance;
import io.lockstep.transport.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts together what was seen, and says what is likely wrong. Not thread-safe. */
final class Diagnosis {
  /** Clocks that differ by more let entries of a shared store win that were put before others. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(1);

  private static final String MULTICAST = "lockstep.udp.multicast-address";

  private final NodeAddress own;
  private final List<String> lines = new ArrayList<>();
  private boolean wrong;

  Diagnosis(NodeAddress own) {
    this.own = own;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether nothing was found that keeps a node from working. */
  boolean isWell() {
    return !wrong;
  }

  private void ok(String line) {
    lines.add("  ok      " + line);
  }

  private void note(String line) {
    lines.add("  note    " + line);
  }

  private void wrong(String line) {
    wrong = true;
    lines.add("  wrong   " + line);
  }

  /**
   * Judges one instance.
   *
   * @param around other clusters on its network, as far as it can tell
   */
  void judge(TransportInstance instance, InstanceProbe probe, Set<String> around) {
    lines.add("instance " + instance);
    if (probe.connectedMs().isEmpty()) {
      wrong("not connected: " + probe.trouble().orElse("no answer yet; try a longer --seconds"));
      return;
    }
    long took = probe.connectedMs().getAsLong();
    if (probe.echoed()) {
      ok("connected after %d ms, and hears itself".formatted(took));
    } else {
      wrong(
          "connected after %d ms, but does not hear itself%s"
              .formatted(took, probe.trouble().map(why -> ": " + why).orElse("")));
    }
    if (instance.settings().containsKey(MULTICAST) && around.isEmpty()) {
      wrong(
          "no multicast comes back, not even its own: see bind-address, or use another transport");
    }
    Collection<HeardNode> heard = probe.heard().values();
    if (heard.isEmpty()) {
      note(nobody(probe));
    } else {
      ok("hears " + told(heard));
    }
    Set<String> others = new TreeSet<>(around);
    String cluster = cluster();
    others.remove(cluster);
    if (!others.isEmpty()) {
      note(
          "hears other clusters here: %s; yours is %s. Servers that should be one cluster must have"
                  .formatted(String.join(", ", others), cluster)
              + " the same domain, cluster and application");
    }
  }

  private String cluster() {
    return String.join(".", own.domain(), own.cluster(), own.application());
  }

  private static String told(Collection<HeardNode> heard) {
    return "%d %s: %s"
        .formatted(
            heard.size(),
            heard.size() == 1 ? "node" : "nodes",
            heard.stream()
                .map(node -> "%s (machine %s)".formatted(node.server(), node.machineId()))
                .collect(Collectors.joining(", ")));
  }

  private static String nobody(InstanceProbe probe) {
    String advice =
        switch (probe.instance().kind()) {
          case "udp" ->
              "; if others run, multicast may be switched off between them, or they use another"
                  + " network card (bind-address), port, group or secret";
          case "tcp" -> "; if others run, compare hosts, port and secret, and look at firewalls";
          case "memory" -> ": this transport reaches nodes of this process only";
          default -> "; if others run, compare the broker's address and the cluster's name";
        };
    return "hears no other node%s (%d other frames came in)".formatted(advice, probe.frames());
  }

  /** Judges what all instances heard together. */
  void judgeNodes(Collection<InstanceProbe> probes, String machineId) {
    Map<String, HeardNode> all = new TreeMap<>();
    probes.forEach(probe -> all.putAll(probe.heard()));
    if (all.isEmpty()) {
      return;
    }
    lines.add("the nodes together");
    for (InstanceProbe probe : probes) {
      Set<String> missing = new TreeSet<>(all.keySet());
      missing.removeAll(probe.heard().keySet());
      if (probe.connectedMs().isPresent() && !missing.isEmpty()) {
        wrong(
            "%s %s not heard over instance %s: servers need the same instances, and members are"
                    .formatted(
                        String.join(", ", missing),
                        missing.size() == 1 ? "is" : "are",
                        probe.instance().name())
                + " only who is heard over each");
      }
    }
    HeardNode namesake = all.get(own.server());
    if (namesake != null && namesake.machineId().equals(machineId)) {
      note("%s is this server's own node, which runs".formatted(own.server()));
      all.remove(own.server());
    } else if (namesake != null) {
      wrong(
          "a node called %s runs on machine %s; two of one name take turns to end each other"
              .formatted(own.server(), namesake.machineId()));
    }
    if (!all.isEmpty()) {
      judgeMachines(all.values(), machineId);
      judgeClocks(all.values());
    }
  }

  private void judgeMachines(Collection<HeardNode> nodes, String machineId) {
    Set<String> machines =
        nodes.stream().map(HeardNode::machineId).collect(Collectors.toCollection(TreeSet::new));
    machines.add(machineId);
    if (machines.size() == 1) {
      wrong(
          "all, this one included, run on machine %s: then no backup is on another one. Where they"
                  .formatted(machines.iterator().next())
              + " are on several, set machine-id, another one on each");
    } else {
      ok("they and this one run on %d machines".formatted(machines.size()));
    }
  }

  private void judgeClocks(Collection<HeardNode> nodes) {
    boolean right = true;
    for (HeardNode node : nodes) {
      Duration ahead = node.ahead().orElse(Duration.ZERO);
      if (ahead.abs().compareTo(MOST_SKEW) > 0) {
        right = false;
        wrong(
            "the clock of %s is %.1f s %s this machine's: let both follow the same time server"
                .formatted(
                    node.server(),
                    ahead.abs().toMillis() / 1_000.0,
                    ahead.isNegative() ? "behind" : "ahead of"));
      }
    }
    if (right) {
      ok("their clocks agree with this machine's within %d s".formatted(MOST_SKEW.toSeconds()));
    }
  }
}
