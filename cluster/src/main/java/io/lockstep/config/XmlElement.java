package io.lockstep.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a configuration file.
 *
 * @param line the line in which it begins, from 1
 * @param attributes in their order
 * @param text all its own text, without white space around it
 */
record XmlElement(
    String name, int line, Map<String, String> attributes, List<XmlElement> children, String text) {

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(Given::clean);
  }
}
