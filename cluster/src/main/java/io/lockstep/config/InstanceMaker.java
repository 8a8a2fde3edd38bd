package io.lockstep.config;

import static io.lockstep.wire.proto.TrafficKey.APP_NODE;
import static io.lockstep.wire.proto.TrafficKey.BACKUP_SYNC_MESSAGES;
import static io.lockstep.wire.proto.TrafficKey.DOCUMENT_EVENTS;
import static io.lockstep.wire.proto.TrafficKey.MESSAGING_SERVICE;
import static io.lockstep.wire.proto.TrafficKey.RPC_EXECUTOR;
import static io.lockstep.wire.proto.TrafficKey.SESSION_ATTRIBUTE_EVENTS;
import static io.lockstep.wire.proto.TrafficKey.SESSION_EVENTS;
import static io.lockstep.wire.proto.TrafficKey.SHARED_STORE;

import io.lockstep.wire.proto.TrafficKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes transport instances with the settings that their kind has. */
final class InstanceMaker {
  private static final int DEFAULT_PORT = 45_100;
  private static final String DEFAULT_GROUP = "228.1.2.3";

  /** What the document's three instances carry when nothing is said of any. */
  private static final List<Set<TrafficKey>> THREE =
      List.of(
          Set.of(APP_NODE),
          Set.of(
              DOCUMENT_EVENTS,
              SESSION_EVENTS,
              SESSION_ATTRIBUTE_EVENTS,
              BACKUP_SYNC_MESSAGES,
              RPC_EXECUTOR),
          Set.of(MESSAGING_SERVICE, SHARED_STORE));

  private final SettingsReader reader;
  private final GivenSettings given;
  private final Map<String, JmsSettings> blocks;
  private final List<String> warnings;
  private final Map<Integer, String> ports = new HashMap<>();

  InstanceMaker(SettingsReader reader, Map<String, JmsSettings> blocks, List<String> warnings) {
    this.reader = reader;
    this.given = reader.settings();
    this.blocks = blocks;
    this.warnings = warnings;
  }

  /** How messages name an instance. */
  static String place(GivenSettings given, String instance) {
    String prefix = SettingNames.INSTANCE + instance + ".";
    String origin = given.origin(prefix);
    return origin.equals(prefix) ? prefix.substring(0, prefix.length() - 1) : origin;
  }

  /** One that is given; empty, and mistakes in the reader, when something is wrong. */
  Optional<TransportInstance> make(
      String name, Optional<TransportKind> kind, Set<TrafficKey> keys) {
    if (name.equals(MessagingSettings.DEFAULT_INSTANCE)) {
      reader.mistake("%s: allowed is another name".formatted(place(given, name)));
    }
    return kind.flatMap(found -> settings(name, found))
        .filter(settings -> !keys.isEmpty())
        .map(settings -> new TransportInstance(name, kind.orElseThrow().name(), keys, settings));
  }

  private Optional<Map<String, String>> settings(String name, TransportKind kind) {
    String prefix = SettingNames.prefixOf(kind.name());
    GivenSettings own = own(name, kind);
    SettingsReader merged = reader.of(own.over(given.moved(prefix, prefix)), prefix);
    String place = place(given, name);
    return switch (kind.name()) {
      case TransportKinds.UDP -> udp(merged, place);
      case TransportKinds.JMS -> jms(merged, place);
      default -> other(merged, kind, place);
    };
  }

  /** An instance's own settings under its kind's names; what its kind does not have is told. */
  private GivenSettings own(String name, TransportKind kind) {
    String prefix = SettingNames.prefixOf(kind.name());
    GivenSettings own =
        given
            .moved(SettingNames.INSTANCE + name + ".", prefix)
            .without(prefix + InstanceCatalogue.TRANSPORT.name())
            .without(prefix + InstanceCatalogue.KEYS.name());
    String block = prefix + InstanceCatalogue.JMS_CONFIG.name();
    if (!kind.name().equals(TransportKinds.JMS)
        && own.find(block).filter(Given::fromFile).isPresent()) {
      own = own.without(block);
    }
    Set<String> known = kind.settings().orElse(Set.of());
    if (kind.settings().isPresent()) {
      for (Map.Entry<String, Given> entry : own.all().entrySet()) {
        if (!known.contains(entry.getKey().substring(prefix.length()))) {
          unknown(entry.getValue(), entry.getKey().substring(prefix.length()), kind, known);
        }
      }
    }
    return own;
  }

  /** A file's own were judged as they were read; they are others only if a property changed it. */
  private void unknown(Given value, String name, TransportKind kind, Set<String> known) {
    if (!value.fromFile()) {
      Set<String> names = new TreeSet<>(known);
      InstanceCatalogue.ALL.forEach(setting -> names.add(setting.name()));
      reader.mistake(
          "%s: there is no such setting of %s; the nearest is %s"
              .formatted(value.origin(), kind.name(), Spelling.nearest(name, names)));
    }
  }

  private Optional<Map<String, String>> udp(SettingsReader merged, String place) {
    warnOf(merged);
    return new UdpReader(merged)
        .read(place)
        .map(
            settings -> {
              claimPort(settings.port(), merged, place);
              return settings.settings();
            });
  }

  private void warnOf(SettingsReader merged) {
    if (merged.isSet(UdpCatalogue.USE_OLD_IO)) {
      warnings.add(
          "%s: is ignored: there is one kind of input and output here"
              .formatted(merged.originOf(UdpCatalogue.USE_OLD_IO)));
    }
    if (merged.isSet(UdpCatalogue.MULTICAST_ADDRESS) && merged.isSet(UdpCatalogue.SUBNET_MASK)) {
      warnings.add(
          "%s: is ignored: with a multicast-address there is no broadcast"
              .formatted(merged.originOf(UdpCatalogue.SUBNET_MASK)));
    }
  }

  private void claimPort(int port, SettingsReader merged, String place) {
    String other = ports.putIfAbsent(port, place);
    if (other != null) {
      merged.refuse(
          UdpCatalogue.PORT, "a port that no other instance has; %s has it".formatted(other));
    }
  }

  private Optional<Map<String, String>> jms(SettingsReader merged, String place) {
    Set<String> names = given.partsBelow(SettingNames.JMS_BLOCK);
    Optional<String> named = merged.find(InstanceCatalogue.JMS_CONFIG);
    if (named.isEmpty() && names.size() != 1) {
      if (!merged.isSet(InstanceCatalogue.JMS_CONFIG)) {
        reader.mistake(
            "%s: %s (jmsConfigName in a file) is missing; allowed is the name of a JMS block: %s"
                .formatted(place, InstanceCatalogue.JMS_CONFIG.name(), told(names)));
      }
      return Optional.empty();
    }
    String block = named.orElseGet(() -> names.iterator().next());
    if (!names.contains(block)) {
      merged.refuse(
          InstanceCatalogue.JMS_CONFIG, "the name of a JMS block: %s".formatted(told(names)));
    }
    return Optional.ofNullable(blocks.get(block)).map(JmsSettings::settings);
  }

  private static String told(Set<String> names) {
    return names.isEmpty() ? "there is none" : String.join(", ", names);
  }

  private static Optional<Map<String, String>> other(
      SettingsReader merged, TransportKind kind, String place) {
    String prefix = SettingNames.prefixOf(kind.name());
    Map<String, String> settings = new HashMap<>(merged.values());
    kind.settings()
        .ifPresent(
            known ->
                settings
                    .keySet()
                    .removeIf(name -> !known.contains(name.substring(prefix.length()))));
    merged.judged(() -> kind.check().accept(settings), place);
    return Optional.of(settings);
  }

  /** Those for the keys that no instance has. */
  List<TransportInstance> makeDefault(TransportKind kind, Set<TrafficKey> keys) {
    String prefix = SettingNames.prefixOf(kind.name());
    SettingsReader own = reader.of(given.moved(prefix, prefix), prefix);
    if (kind.name().equals(TransportKinds.UDP)) {
      return defaultUdp(own, keys);
    }
    Optional<Map<String, String>> settings =
        kind.name().equals(TransportKinds.JMS)
            ? jms(own, reader.originOf(Catalogue.TRANSPORT))
            : other(own, kind, reader.originOf(Catalogue.TRANSPORT));
    return settings.stream()
        .map(
            found ->
                new TransportInstance(MessagingSettings.DEFAULT_INSTANCE, kind.name(), keys, found))
        .toList();
  }

  /** Three, each on a port of its own, when nothing is said of any; else one for the rest. */
  private List<TransportInstance> defaultUdp(SettingsReader own, Set<TrafficKey> keys) {
    warnOf(own);
    boolean nothingSaid = keys.size() == KeyNames.all().size();
    List<Set<TrafficKey>> groups = nothingSaid ? THREE : List.of(keys);
    int port = own.find(UdpCatalogue.PORT).orElse(DEFAULT_PORT);
    if (port + groups.size() - 1 > 65_535) {
      own.refuse(UdpCatalogue.PORT, "one with two more above it, for the three instances");
      return List.of();
    }
    List<TransportInstance> made = new ArrayList<>();
    for (Set<TrafficKey> group : groups) {
      String name =
          MessagingSettings.DEFAULT_INSTANCE + (nothingSaid ? "-" + (made.size() + 1) : "");
      int next = port + made.size();
      Optional<UdpSettings> settings = new UdpReader(own).readDefault(next, DEFAULT_GROUP);
      if (settings.isEmpty()) {
        return made;
      }
      claimPort(next, own, name);
      made.add(TransportInstance.udp(name, group, settings.get()));
    }
    return made;
  }
}
