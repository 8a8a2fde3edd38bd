package io.lockstep.config;

import io.lockstep.transport.NodeAddress;
import java.util.function.Supplier;

/** Reads a node's address, part by part, so that each mistake names its setting. */
final class AddressReader {
  private final SettingsReader reader;

  AddressReader(SettingsReader reader) {
    this.reader = reader;
  }

  NodeAddress read(Supplier<String> domain, Supplier<String> server, String application) {
    return new NodeAddress(
        reader.find(Catalogue.DOMAIN).orElseGet(domain),
        reader.get(Catalogue.CLUSTER),
        reader.find(Catalogue.SERVER).orElseGet(server),
        reader.find(Catalogue.APPLICATION).orElseGet(() -> part(application)));
  }

  /** What the application is called without a setting may be no part of an address. */
  private String part(String application) {
    if (NodeAddress.isPart(application)) {
      return application;
    }
    reader.mistake(
        "%s \"%s\": allowed is %s"
            .formatted(
                reader.nameOf(Catalogue.APPLICATION), application, NodeAddress.ALLOWED_PART));
    return "invalid";
  }
}
