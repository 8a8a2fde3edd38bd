package io.lockstep.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which names of settings there are. */
final class SettingNames {
  static final String PREFIX = "lockstep.";

  private static final List<String> KNOWN =
      List.of(
          "allowed-packages",
          "allowed-presets",
          "application",
          "backup-ack-timeout",
          "backups",
          "cluster",
          "cluster-synchronization-delay",
          "console",
          "console.access",
          "cookie.name",
          "demo.control",
          "domain",
          "enabled",
          "heartbeat-period",
          "level-header",
          "listeners",
          "machine-id",
          "machine-id-policy",
          "max-missed-heartbeats",
          "non-serializable",
          "replication",
          "route",
          "secret",
          "server",
          "transport",
          "version",
          "when-unavailable");

  private final Set<String> transports;
  private final Set<String> known = new TreeSet<>();

  /**
   * Knows the settings of the node, and those of the transports.
   *
   * @param transports the transports' names; whatever begins with one is left to it
   */
  SettingNames(Collection<String> transports) {
    this.transports = new TreeSet<>(transports);
    KNOWN.forEach(name -> known.add(PREFIX + name));
  }

  boolean isKnown(String name) {
    return known.contains(name)
        || transports.stream().anyMatch(transport -> name.startsWith(prefixOf(transport)));
  }

  static String prefixOf(String transport) {
    return PREFIX + transport + ".";
  }

  /** The known name that goes on where this one stops, or else is spelt most alike. */
  String nearest(String name) {
    return known.stream()
        .filter(candidate -> candidate.startsWith(name) && name.length() > PREFIX.length())
        .findFirst()
        .orElseGet(
            () ->
                known.stream()
                    .min(Comparator.comparingInt(known -> Spelling.distance(known, name)))
                    .orElseThrow());
  }

  /** The setting that an environment variable stands for, if any. */
  Optional<String> ofEnvironment(String variable) {
    String lower = variable.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> name.replace('.', '_').replace('-', '_').equals(lower))
        .findFirst()
        .or(() -> ofTransport(lower));
  }

  private Optional<String> ofTransport(String lower) {
    return transports.stream()
        .filter(transport -> lower.startsWith("lockstep_" + transport + "_"))
        .map(
            transport ->
                prefixOf(transport)
                    + lower
                        .substring("lockstep_".length() + transport.length() + 1)
                        .replace('_', '-'))
        .findFirst();
  }
}
