package io.lockstep.config;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file in the document's XML: its elements become settings by their full names. Not
 * thread-safe; each reads one file.
 */
final class ConfigurationFile {
  private static final String ROOT = "server";

  private final String name;
  private final SettingsCollector collector;
  private final ElementSchema schema = schema();
  private final ElementWalk walk;
  private final MessagingElements messaging;

  ConfigurationFile(String name, TransportKinds kinds, SettingsCollector collector) {
    this.name = name;
    this.collector = collector;
    walk = new ElementWalk(name, collector, schema);
    messaging = new MessagingElements(walk, collector, kinds);
    messaging.addTo(schema);
    schema.handle("jms", this::readJms);
  }

  private static ElementSchema schema() {
    List<Setting<?>> settings = new ArrayList<>(Catalogue.OF_THE_DOCUMENT);
    settings.remove(Catalogue.TRANSPORT);
    settings.addAll(Catalogue.OF_LOCKSTEP);
    settings.addAll(StoreCatalogue.ALL);
    return ElementSchema.of(settings);
  }

  void read(InputStream file) {
    @Nullable XmlElement root = new XmlFile(name, collector::mistake).read(file);
    if (root == null) {
      return;
    }
    if (!root.name().equals(ROOT)) {
      walk.mistake(root, ": the root is to be <%s>".formatted(ROOT));
      return;
    }
    messaging.lookForDefault(root);
    walk.read(root, schema, SettingNames.PREFIX);
    silent(Catalogue.CLUSTERING, "false");
    silent(Catalogue.FAILOVER, "false");
    silent(Catalogue.TRANSPORT, TransportKinds.UDP);
  }

  /** What the file means where it says nothing. */
  private void silent(Setting<?> setting, String value) {
    String origin =
        "%s: %s, which it does not have".formatted(name, setting.element().replace("/@", " "));
    collector.offer(SettingNames.PREFIX + setting.name(), new Given(value, origin, true));
  }

  private void readJms(XmlElement block) {
    String called = walk.required(block, "name", "a name that no other <jms> has").orElse("");
    String prefix = SettingNames.JMS_BLOCK + called + ".";
    @Nullable String before = collector.placeOf(prefix);
    if (before != null) {
      walk.mistake(block, " \"%s\": is there already, at %s".formatted(called, before));
      return;
    }
    collector.place(prefix, walk.place(block));
    ElementSchema jms = ElementSchema.of(JmsCatalogue.ALL);
    jms.add("@name", ElementSchema.READ_ELSEWHERE);
    jms.handle(
        "jndi/initial-context-environment", environment -> readEnvironment(environment, prefix));
    walk.read(block, jms, prefix);
  }

  private void readEnvironment(XmlElement environment, String prefix) {
    walk.refuseText(environment);
    for (XmlElement parameter : environment.children()) {
      if (parameter.name().equals("param")) {
        String key = walk.required(parameter, "name", "the parameter's name").orElse("");
        String value = parameter.attribute("value").orElse("");
        walk.offer(prefix + JmsCatalogue.ENVIRONMENT + key, value, parameter);
      } else {
        walk.unknown(parameter, environment, Set.of("param"));
      }
    }
  }
}
