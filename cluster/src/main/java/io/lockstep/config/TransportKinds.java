package io.lockstep.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The kinds of transport that settings can name: those that are there, and those planned. */
final class TransportKinds {
  static final String MEMORY = "memory";
  static final String UDP = "udp";
  static final String JMS = "jms";

  /** Any name: which ones there are depends on the class path. */
  static final ValueType<String> NAMED =
      ValueTypes.text("kind of transport", "the name of a transport", text -> true);

  private static final String FACTORIES = "com.nexaweb.server.messaging.";

  /** The kinds that the document's class names stand for. */
  private static final Map<String, String> KINDS_OF_CLASSES =
      Map.of(
          FACTORIES + "inmemory.InMemoryMessagingFactory", MEMORY,
          FACTORIES + "continuum.ContinuumMessagingFactory", UDP,
          FACTORIES + "jms.JMSMessagingFactory", JMS);

  private final Map<String, TransportKind> kinds = new TreeMap<>();

  TransportKinds(Collection<TransportKind> present) {
    Set<String> udp = UdpSettings.names();
    Set<String> jms = Set.of(InstanceCatalogue.JMS_CONFIG.name());
    List.of(
            new TransportKind(MEMORY, Optional.of(Set.of()), settings -> {}),
            new TransportKind(UDP, Optional.of(udp), settings -> {}),
            new TransportKind(JMS, Optional.of(jms), settings -> {}))
        .forEach(kind -> kinds.put(kind.name(), kind));
    present.forEach(kind -> kinds.put(kind.name(), kind));
  }

  static TransportKinds named(Collection<String> present) {
    return new TransportKinds(present.stream().map(TransportKind::named).toList());
  }

  Set<String> names() {
    return kinds.keySet();
  }

  /** The kind of this name, or of the document's class of this name. */
  Optional<TransportKind> find(String nameOrClass) {
    return Optional.ofNullable(kinds.get(KINDS_OF_CLASSES.getOrDefault(nameOrClass, nameOrClass)));
  }

  /** What {@link #find} takes, for messages. */
  String allowed() {
    return "one of %s; or, as the document has them, %s"
        .formatted(
            String.join(", ", kinds.keySet()),
            String.join(", ", new TreeSet<>(KINDS_OF_CLASSES.keySet())));
  }
}
