package io.lockstep.config;

import java.util.Optional;

/** Reads the settings of one UDP instance. */
final class UdpReader {
  private final SettingsReader reader;

  UdpReader(SettingsReader reader) {
    this.reader = reader;
  }

  /**
   * Reads an instance that was given.
   *
   * @param place how messages name the instance
   * @return empty after a mistake
   */
  Optional<UdpSettings> read(String place) {
    Optional<Integer> port = reader.find(UdpCatalogue.PORT);
    if (!reader.isSet(UdpCatalogue.PORT)) {
      reader.missing(UdpCatalogue.PORT, place);
    }
    if (!reader.isSet(UdpCatalogue.MULTICAST_ADDRESS) && !isBroadcast()) {
      reader.mistake("%s: required is %s".formatted(place, UdpSettings.GROUP_OR_SUBNET));
      return Optional.empty();
    }
    return settings(port, reader.find(UdpCatalogue.MULTICAST_ADDRESS));
  }

  /** Reads one that nobody described: what is absent has a default. */
  Optional<UdpSettings> readDefault(int port, String multicastAddress) {
    Optional<String> group = reader.find(UdpCatalogue.MULTICAST_ADDRESS);
    return settings(
        Optional.of(port), isBroadcast() ? group : group.or(() -> Optional.of(multicastAddress)));
  }

  private boolean isBroadcast() {
    return reader.isSet(UdpCatalogue.BIND_ADDRESS) && reader.isSet(UdpCatalogue.SUBNET_MASK);
  }

  private Optional<UdpSettings> settings(Optional<Integer> port, Optional<String> group) {
    Optional<String> bind = reader.find(UdpCatalogue.BIND_ADDRESS);
    Optional<String> mask = reader.find(UdpCatalogue.SUBNET_MASK);
    int receiveBuffer = reader.get(UdpCatalogue.RECEIVE_BUFFER_SIZE);
    int sendBuffer = reader.get(UdpCatalogue.SEND_BUFFER_SIZE);
    int priority = reader.get(UdpCatalogue.RECEIVE_THREAD_PRIORITY);
    reader.get(UdpCatalogue.USE_OLD_IO);
    GroupSecurity security = GroupSecurity.read(reader);
    if (port.isEmpty() || (group.isEmpty() && (bind.isEmpty() || mask.isEmpty()))) {
      return Optional.empty();
    }
    return Optional.of(
        new UdpSettings(
            port.get(), group, bind, mask, receiveBuffer, sendBuffer, priority, security));
  }
}
