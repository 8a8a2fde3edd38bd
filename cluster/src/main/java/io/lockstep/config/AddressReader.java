package io.lockstep.config;

import io.lockstep.transport.NodeAddress;
import java.util.function.Supplier;

/** Reads a node's address, part by part, so that each mistake names its setting. */
final class AddressReader {
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
    if (NodeAddress.isPart(value)) {
      return value;
    }
    reader.mistake(name, value, NodeAddress.ALLOWED_PART);
    return "invalid";
  }
}
