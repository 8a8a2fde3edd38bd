package io.lockstep.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which elements and attributes there may be below one, and which settings they give. */
final class ElementSchema {
  /** In place of a setting's name: whoever made the schema reads the attribute. */
  static final String READ_ELSEWHERE = "";

  private final Map<String, ElementSchema> children = new TreeMap<>();
  private final Map<String, String> attributes = new TreeMap<>();
  private final Map<String, Consumer<XmlElement>> handlers = new TreeMap<>();
  private @Nullable String setting;

  static ElementSchema of(Collection<? extends Setting<?>> settings) {
    var schema = new ElementSchema();
    settings.forEach(setting -> schema.add(setting.element(), setting.name()));
    return schema;
  }

  /** Leaves below this one that are called as their settings. */
  static ElementSchema ofNames(Collection<String> names) {
    var schema = new ElementSchema();
    names.forEach(name -> schema.add(name, name));
    return schema;
  }

  /** What stands at the path, whose last step may be an attribute, gives the setting. */
  ElementSchema add(String path, String name) {
    int slash = path.indexOf('/');
    if (slash >= 0) {
      child(path.substring(0, slash)).add(path.substring(slash + 1), name);
    } else if (path.startsWith("@")) {
      attributes.put(path.substring(1), name);
    } else {
      child(path).setting = name;
    }
    return this;
  }

  /** Elements at the path are handled otherwise; there may be several. */
  ElementSchema handle(String path, Consumer<XmlElement> handler) {
    int slash = path.indexOf('/');
    if (slash >= 0) {
      child(path.substring(0, slash)).handle(path.substring(slash + 1), handler);
    } else {
      handlers.put(path, handler);
    }
    return this;
  }

  private ElementSchema child(String name) {
    return children.computeIfAbsent(name, any -> new ElementSchema());
  }

  /** The setting that the element's text gives; none has text otherwise. */
  Optional<String> text() {
    return Optional.ofNullable(setting);
  }

  Optional<String> settingOfAttribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  Set<String> attributeNames() {
    return attributes.keySet();
  }

  Optional<Consumer<XmlElement>> handlerOf(String element) {
    return Optional.ofNullable(handlers.get(element));
  }

  Optional<ElementSchema> schemaOf(String element) {
    return Optional.ofNullable(children.get(element));
  }

  /** The names of all elements that may be in this one. */
  Set<String> elementNames() {
    var names = new TreeSet<>(children.keySet());
    names.addAll(handlers.keySet());
    return names;
  }

  /** Where below this element there may be one of that name: the name of what it stands in. */
  Optional<String> parentOf(String element) {
    for (Map.Entry<String, ElementSchema> child : children.entrySet()) {
      if (child.getValue().elementNames().contains(element)) {
        return Optional.of(child.getKey());
      }
      Optional<String> deeper = child.getValue().parentOf(element);
      if (deeper.isPresent()) {
        return deeper;
      }
    }
    return Optional.empty();
  }
}
