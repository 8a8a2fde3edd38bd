package io.lockstep.config;

import io.lockstep.wire.proto.TrafficKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the transport instances, and gives each traffic key to one of them. */
final class MessagingReader {
  private final SettingsReader reader;
  private final GivenSettings given;
  private final TransportKinds kinds;
  private final List<String> warnings;
  private final Map<TrafficKey, String> carriers = new EnumMap<>(TrafficKey.class);

  MessagingReader(SettingsReader reader, TransportKinds kinds, List<String> warnings) {
    this.reader = reader;
    this.given = reader.settings();
    this.kinds = kinds;
    this.warnings = warnings;
  }

  /** Any settings, and mistakes in the reader, when something is wrong. */
  MessagingSettings read() {
    Duration requestTimeout = reader.get(Catalogue.REQUEST_TIMEOUT);
    Map<String, JmsSettings> blocks = blocks();
    Optional<TransportKind> byDefault = defaultKind();
    var maker = new InstanceMaker(reader, blocks, warnings);
    List<TransportInstance> instances = new ArrayList<>();
    Set<String> names = given.partsBelow(SettingNames.INSTANCE);
    Map<String, Set<TrafficKey>> keys = keysOf(names);
    names.forEach(
        name ->
            maker
                .make(name, kindOf(name, byDefault), keys.getOrDefault(name, Set.of()))
                .ifPresent(instances::add));
    Set<TrafficKey> rest = uncarried();
    if (!rest.isEmpty()) {
      byDefault.ifPresent(kind -> instances.addAll(maker.makeDefault(kind, rest)));
    }
    return reader.hasMistakes()
        ? MessagingSettings.defaults()
        : new MessagingSettings(instances, blocks, requestTimeout);
  }

  private Map<String, JmsSettings> blocks() {
    var blocks = new TreeMap<String, JmsSettings>();
    for (String name : given.partsBelow(SettingNames.JMS_BLOCK)) {
      String prefix = SettingNames.JMS_BLOCK + name + ".";
      new JmsReader(reader.of(given, prefix))
          .read(given.origin(prefix))
          .ifPresent(block -> blocks.put(name, block));
    }
    return blocks;
  }

  private Optional<TransportKind> defaultKind() {
    return kind(reader, Catalogue.TRANSPORT, reader.get(Catalogue.TRANSPORT));
  }

  private Optional<TransportKind> kind(
      SettingsReader of, Setting<String> setting, String nameOrClass) {
    Optional<TransportKind> kind = kinds.find(nameOrClass);
    if (kind.isEmpty()) {
      of.refuse(setting, kinds.allowed());
    }
    return kind;
  }

  private Optional<TransportKind> kindOf(String instance, Optional<TransportKind> byDefault) {
    SettingsReader own = reader.of(given, SettingNames.INSTANCE + instance + ".");
    return own.isSet(InstanceCatalogue.TRANSPORT)
        ? own.find(InstanceCatalogue.TRANSPORT)
            .flatMap(name -> kind(own, InstanceCatalogue.TRANSPORT, name))
        : byDefault;
  }

  /** The keys of each instance; the one that names none gets what the others leave. */
  private Map<String, Set<TrafficKey>> keysOf(Set<String> names) {
    var keys = new LinkedHashMap<String, Set<TrafficKey>>();
    List<String> silent = new ArrayList<>();
    for (String name : names) {
      SettingsReader own = reader.of(given, SettingNames.INSTANCE + name + ".");
      own.find(InstanceCatalogue.KEYS)
          .ifPresentOrElse(
              list -> keys.put(name, claimed(own, name, list)), () -> silent.add(name));
    }
    for (String name : silent) {
      Set<TrafficKey> rest = uncarried();
      if (rest.isEmpty()) {
        reader.mistake(
            "%s: no key is left for it; allowed is to name its keys, and each key once"
                .formatted(place(name)));
      }
      rest.forEach(key -> carriers.put(key, name));
      keys.put(name, rest);
    }
    return keys;
  }

  private Set<TrafficKey> claimed(SettingsReader own, String name, List<String> list) {
    Set<TrafficKey> claimed = EnumSet.noneOf(TrafficKey.class);
    for (String key : list) {
      Optional<TrafficKey> found = KeyNames.find(key);
      if (found.isEmpty()) {
        reader.mistake(
            "%s \"%s\": allowed is %s"
                .formatted(own.originOf(InstanceCatalogue.KEYS), key, KeyNames.allowed(key)));
      } else if (claimed.add(found.get())) {
        claim(own, name, found.get());
      }
    }
    if (list.isEmpty()) {
      own.refuse(InstanceCatalogue.KEYS, "one key or more; without any, it carries all other keys");
    }
    return claimed;
  }

  private void claim(SettingsReader own, String name, TrafficKey key) {
    String other = carriers.putIfAbsent(key, name);
    if (other != null) {
      reader.mistake(
          "%s \"%s\": allowed is each key in one instance; %s has it already"
              .formatted(own.originOf(InstanceCatalogue.KEYS), KeyNames.of(key), place(other)));
    }
  }

  private String place(String instance) {
    return InstanceMaker.place(given, instance);
  }

  private Set<TrafficKey> uncarried() {
    Set<TrafficKey> rest = EnumSet.copyOf(KeyNames.all());
    rest.removeAll(carriers.keySet());
    return rest;
  }
}
