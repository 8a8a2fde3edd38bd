package io.lockstep.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which names of properties there are. */
final class SettingNames {
  static final String PREFIX = "lockstep.";

  /** Before the name of a transport instance. */
  static final String INSTANCE = PREFIX + "instance.";

  /** Before the name of a block of JMS settings. */
  static final String JMS_BLOCK = PREFIX + "jms-block.";

  private static final Set<String> OF_JMS =
      JmsCatalogue.ALL.stream().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));

  private final TransportKinds kinds;
  private final Set<String> known = new TreeSet<>();

  SettingNames(TransportKinds kinds) {
    this.kinds = kinds;
    Stream.of(Catalogue.OF_THE_DOCUMENT, Catalogue.OF_LOCKSTEP, StoreCatalogue.ALL)
        .flatMap(List::stream)
        .forEach(setting -> known.add(PREFIX + setting.name()));
    for (String kind : kinds.names()) {
      settingsOf(kind).ifPresent(all -> all.forEach(name -> known.add(prefixOf(kind) + name)));
    }
  }

  static String prefixOf(String transport) {
    return PREFIX + transport + ".";
  }

  private Optional<Set<String>> settingsOf(String kind) {
    return kinds.find(kind).flatMap(TransportKind::settings);
  }

  /** Collects a mistake for each property that is no setting; elements were judged before. */
  void check(GivenSettings settings, SettingsReader mistakes) {
    for (Map.Entry<String, Given> entry : settings.all().entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(PREFIX) && !entry.getValue().fromFile() && !isKnown(name)) {
        mistakes.mistake(
            "%s: there is no such setting; the nearest is %s".formatted(name, nearest(name)));
      }
    }
  }

  private boolean isKnown(String name) {
    return known.contains(name)
        || afterPart(name, INSTANCE).isPresent()
        || isOfJmsBlock(name)
        || kinds.names().stream()
            .anyMatch(kind -> name.startsWith(prefixOf(kind)) && settingsOf(kind).isEmpty());
  }

  private static boolean isOfJmsBlock(String name) {
    return afterPart(name, JMS_BLOCK)
        .filter(own -> OF_JMS.contains(own) || isOfEnvironment(own))
        .isPresent();
  }

  private static boolean isOfEnvironment(String own) {
    return own.startsWith(JmsCatalogue.ENVIRONMENT)
        && own.length() > JmsCatalogue.ENVIRONMENT.length();
  }

  /** What follows the prefix and one part without a dot. */
  private static Optional<String> afterPart(String name, String prefix) {
    int dot = name.indexOf('.', prefix.length());
    return name.startsWith(prefix) && dot > prefix.length()
        ? Optional.of(name.substring(dot + 1))
        : Optional.empty();
  }

  /** The known name that goes on where this one stops, or else is spelt most alike. */
  private String nearest(String name) {
    Optional<String> own = afterPart(name, JMS_BLOCK);
    if (own.isPresent()) {
      String block = name.substring(0, name.length() - own.get().length());
      return block + Spelling.nearest(own.get(), OF_JMS);
    }
    return known.stream()
        .filter(candidate -> candidate.startsWith(name) && name.length() > PREFIX.length())
        .findFirst()
        .orElseGet(() -> Spelling.nearest(name, known));
  }

  /** The setting that an environment variable stands for, if any. */
  Optional<String> ofEnvironment(String variable) {
    String lower = variable.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> name.replace('.', '_').replace('-', '_').equals(lower))
        .findFirst()
        .or(() -> ofTransport(lower));
  }

  /** The names of a transport that does not tell its settings are guessed. */
  private Optional<String> ofTransport(String lower) {
    return kinds.names().stream()
        .filter(kind -> settingsOf(kind).isEmpty() && lower.startsWith("lockstep_" + kind + "_"))
        .map(
            kind ->
                prefixOf(kind)
                    + lower.substring("lockstep_".length() + kind.length() + 1).replace('_', '-'))
        .findFirst();
  }
}
