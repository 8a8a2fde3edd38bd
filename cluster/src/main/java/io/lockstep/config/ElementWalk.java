package io.lockstep.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns elements into settings as a schema says, and tells what the schema does not have. */
final class ElementWalk {
  private final String file;
  private final SettingsCollector collector;
  private final ElementSchema root;

  /**
   * Makes one for a file.
   *
   * @param root the schema of the whole file, to tell where an element belongs
   */
  ElementWalk(String file, SettingsCollector collector, ElementSchema root) {
    this.file = file;
    this.collector = collector;
    this.root = root;
  }

  /** How messages name the element. */
  String place(XmlElement element) {
    return "%s:%d: <%s>".formatted(file, element.line(), element.name());
  }

  private String place(XmlElement element, String attribute) {
    return "%s:%d: <%s %s>".formatted(file, element.line(), element.name(), attribute);
  }

  void mistake(XmlElement element, String what) {
    collector.mistake(place(element) + what);
  }

  /** Gives the setting with this name the value that the element has. */
  void offer(String name, String value, XmlElement element) {
    collector.offer(name, new Given(value, place(element), true));
  }

  void offer(String name, String value, XmlElement element, String attribute) {
    collector.offer(name, new Given(value, place(element, attribute), true));
  }

  /** The attribute's value; without it, or when it is empty, a mistake is told. */
  Optional<String> required(XmlElement element, String attribute, String allowed) {
    Optional<String> value = element.attribute(attribute).filter(text -> !text.isEmpty());
    if (value.isEmpty()) {
      mistake(
          element, ": the attribute %s is missing; allowed is %s".formatted(attribute, allowed));
    }
    return value;
  }

  /**
   * Reads an element and all below it.
   *
   * @param prefix what the settings' names begin with
   */
  void read(XmlElement element, ElementSchema schema, String prefix) {
    element
        .attributes()
        .forEach(
            (attribute, value) ->
                schema
                    .settingOfAttribute(attribute)
                    .ifPresentOrElse(
                        setting -> offerUnlessRead(setting, prefix, value, element, attribute),
                        () -> unknownAttribute(element, attribute, schema.attributeNames())));
    readText(element, schema, prefix);
    readChildren(element, schema, prefix);
  }

  private void offerUnlessRead(
      String setting, String prefix, String value, XmlElement element, String attribute) {
    if (!setting.equals(ElementSchema.READ_ELSEWHERE)) {
      offer(prefix + setting, value, element, attribute);
    }
  }

  private void readText(XmlElement element, ElementSchema schema, String prefix) {
    Optional<String> setting = schema.text();
    if (setting.isPresent()) {
      offer(prefix + setting.get(), element.text(), element);
    } else {
      refuseText(element);
    }
  }

  /** Tells of text where there may be elements only. */
  void refuseText(XmlElement element) {
    if (!element.text().isEmpty()) {
      mistake(element, " \"%s\": no text is allowed here".formatted(shortened(element.text())));
    }
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }

  private void readChildren(XmlElement element, ElementSchema schema, String prefix) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (XmlElement child : element.children()) {
      var handler = schema.handlerOf(child.name());
      var below = schema.schemaOf(child.name());
      if (handler.isPresent()) {
        handler.get().accept(child);
      } else if (below.isEmpty()) {
        unknown(child, element, schema.elementNames());
      } else {
        Integer before = lines.putIfAbsent(child.name(), child.line());
        if (before == null) {
          read(child, below.get(), prefix);
        } else {
          mistake(child, ": is there already, in line %d; allowed is one".formatted(before));
        }
      }
    }
  }

  /** Tells of an element that there is not, with the nearest that there is. */
  void unknown(XmlElement element, XmlElement parent, Set<String> allowed) {
    Optional<String> elsewhere = root.parentOf(element.name());
    String hint;
    if (elsewhere.isPresent() && !elsewhere.get().equals(parent.name())) {
      hint = "; it belongs in <%s>".formatted(elsewhere.get());
    } else if (allowed.isEmpty()) {
      hint = "; allowed is none";
    } else {
      hint =
          "; the nearest is <%s>, allowed are %s"
              .formatted(Spelling.nearest(element.name(), allowed), String.join(", ", allowed));
    }
    mistake(element, ": there is no such element in <%s>%s".formatted(parent.name(), hint));
  }

  private void unknownAttribute(XmlElement element, String attribute, Set<String> allowed) {
    String hint =
        allowed.isEmpty()
            ? "; allowed is none"
            : "; the nearest is %s, allowed are %s"
                .formatted(Spelling.nearest(attribute, allowed), String.join(", ", allowed));
    mistake(element, ": there is no such attribute as %s%s".formatted(attribute, hint));
  }
}
