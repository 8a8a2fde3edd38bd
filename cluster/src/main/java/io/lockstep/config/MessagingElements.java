package io.lockstep.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is below {@code <messaging>}: factories, their instances, keys and settings. */
final class MessagingElements {
  private static final String CLASS = "class";
  private static final String IMPLEMENTATION = "factory-implementation";
  private static final String INSTANCE = "factory-instance";
  private static final String DEFAULT = "default-messaging-factory";
  private static final String CONFIG = "config";

  private final ElementWalk walk;
  private final SettingsCollector collector;
  private final TransportKinds kinds;
  private int instances;
  private Optional<TransportKind> defaultKind;
  private @Nullable XmlElement defaultFactory;

  MessagingElements(ElementWalk walk, SettingsCollector collector, TransportKinds kinds) {
    this.walk = walk;
    this.collector = collector;
    this.kinds = kinds;
    defaultKind = kinds.find(TransportKinds.UDP);
  }

  /** Finds the default factory before all else: instances may stand in front of it. */
  void lookForDefault(XmlElement root) {
    root.children().stream()
        .filter(child -> child.name().equals("messaging"))
        .flatMap(messaging -> messaging.children().stream())
        .filter(child -> child.name().equals(DEFAULT))
        .findFirst()
        .ifPresent(factory -> defaultKind = factory.attribute(CLASS).flatMap(kinds::find));
  }

  void addTo(ElementSchema schema) {
    schema
        .handle("messaging/" + DEFAULT, this::readDefault)
        .handle("messaging/" + IMPLEMENTATION, this::readImplementation)
        .handle("messaging/" + INSTANCE, instance -> readInstance(instance, Optional.empty()));
  }

  private void readDefault(XmlElement factory) {
    if (defaultFactory != null) {
      walk.mistake(
          factory,
          ": is there already, in line %d; allowed is one".formatted(defaultFactory.line()));
      return;
    }
    defaultFactory = factory;
    Optional<String> given = walk.required(factory, CLASS, kinds.allowed());
    Optional<TransportKind> kind = given.flatMap(kinds::find);
    String prefix = kind.map(found -> SettingNames.prefixOf(found.name())).orElse("");
    ElementSchema schema = new ElementSchema().add("@" + CLASS, ElementSchema.READ_ELSEWHERE);
    addJmsConfig(schema, kind);
    schema.handle(CONFIG, config -> readConfig(config, kind, prefix));
    given.ifPresent(
        value ->
            walk.offer(SettingNames.PREFIX + Catalogue.TRANSPORT.name(), value, factory, CLASS));
    walk.read(factory, schema, prefix);
  }

  private static void addJmsConfig(ElementSchema schema, Optional<TransportKind> kind) {
    if (kind.filter(found -> found.name().equals(TransportKinds.JMS)).isPresent()) {
      schema.add(InstanceCatalogue.JMS_CONFIG.element(), InstanceCatalogue.JMS_CONFIG.name());
    }
  }

  private void readImplementation(XmlElement implementation) {
    Optional<String> given = walk.required(implementation, CLASS, kinds.allowed());
    given
        .filter(name -> kinds.find(name).isEmpty())
        .ifPresent(
            name ->
                walk.mistake(
                    implementation,
                    " \"%s\": allowed as %s is %s".formatted(name, CLASS, kinds.allowed())));
    if (implementation.children().isEmpty()) {
      walk.mistake(implementation, ": allowed is one <%s> or more in it".formatted(INSTANCE));
    }
    var schema =
        new ElementSchema()
            .add("@" + CLASS, ElementSchema.READ_ELSEWHERE)
            .handle(INSTANCE, instance -> readInstance(instance, Optional.of(implementation)));
    walk.read(implementation, schema, "");
  }

  private void readInstance(XmlElement instance, Optional<XmlElement> implementation) {
    instances++;
    String called = instance.attribute("name").orElse("instance-" + instances);
    String prefix = SettingNames.INSTANCE + called + ".";
    @Nullable String before = collector.placeOf(prefix);
    if (before != null) {
      walk.mistake(instance, " \"%s\": is there already, at %s".formatted(called, before));
      return;
    }
    collector.place(prefix, walk.place(instance));
    Optional<String> given = implementation.flatMap(around -> around.attribute(CLASS));
    implementation.ifPresent(
        around ->
            given
                .flatMap(kinds::find)
                .ifPresent(
                    kind ->
                        walk.offer(
                            prefix + InstanceCatalogue.TRANSPORT.name(),
                            kind.name(),
                            around,
                            CLASS)));
    Optional<TransportKind> kind =
        implementation.isPresent() ? given.flatMap(kinds::find) : defaultKind;
    var schema =
        new ElementSchema()
            .add("@name", ElementSchema.READ_ELSEWHERE)
            .handle("keys", keys -> readKeys(keys, prefix))
            .handle(CONFIG, config -> readConfig(config, kind, prefix));
    addJmsConfig(schema, kind);
    walk.read(instance, schema, prefix);
  }

  private void readKeys(XmlElement keys, String prefix) {
    walk.refuseText(keys);
    List<String> names = new ArrayList<>();
    for (XmlElement key : keys.children()) {
      if (!key.name().equals("key")) {
        walk.unknown(key, keys, Set.of("key"));
      } else if (KeyNames.find(key.text()).isEmpty()) {
        walk.mistake(
            key, " \"%s\": allowed is %s".formatted(key.text(), KeyNames.allowed(key.text())));
      } else {
        names.add(key.text());
      }
    }
    if (keys.children().isEmpty()) {
      walk.mistake(
          keys, ": allowed is one <key> or more; without <keys>, it carries all other keys");
    }
    walk.offer(prefix + InstanceCatalogue.KEYS.name(), String.join(" ", names), keys);
  }

  /** What is allowed depends on the kind; of an unknown one nothing can be said. */
  private void readConfig(XmlElement config, Optional<TransportKind> kind, String prefix) {
    if (kind.isEmpty()) {
      return;
    }
    walk.read(config, schemaOf(kind.get(), config), prefix);
  }

  private static ElementSchema schemaOf(TransportKind kind, XmlElement config) {
    return switch (kind.name()) {
      case TransportKinds.UDP -> ElementSchema.of(UdpCatalogue.all());
      case TransportKinds.JMS -> new ElementSchema();
      default ->
          ElementSchema.ofNames(
              kind.settings()
                  .orElseGet(
                      () ->
                          config.children().stream()
                              .map(XmlElement::name)
                              .collect(Collectors.toSet())));
    };
  }
}
