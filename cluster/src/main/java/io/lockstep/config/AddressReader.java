package io.lockstep.config;

import io.lockstep.transport.NodeAddress;
import java.util.function.Supplier;

/** Reads a node's address, part by part, so that each mistake names its setting. */
final class AddressReader {
  private static final String ALLOWED = "a name without spaces and dots, not empty";

  private final SettingsReader reader;

  AddressReader(SettingsReader reader) {
    this.reader = reader;
  }

  NodeAddress read(
      Supplier<String> domain, String cluster, Supplier<String> server, String application) {
    return new NodeAddress(
        part("domain", domain),
        part("cluster", () -> cluster),
        part("server", server),
        part("application", () -> application));
  }

  private String part(String name, Supplier<String> otherwise) {
    String value = reader.text(name, otherwise);
    boolean valid =
        !value.isEmpty()
            && value
                .chars()
                .noneMatch(c -> c == '.' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    if (!valid) {
      reader.mistake(name, value, ALLOWED);
    }
    return valid ? value : "invalid";
  }
}
