package io.lockstep.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one instance of the TCP transport finds the others.
 *
 * @param hosts where the servers are; this one may be among them
 * @param port listens
 * @param portRange how many ports above it are tried when it is taken, and looked at for others
 * @param bindAddress where it listens; when empty, an address in the local network
 * @param connectionTimeout how long connecting to another server may take
 * @param security seals the messages
 */
public record TcpSettings(
    List<HostPort> hosts,
    int port,
    int portRange,
    Optional<String> bindAddress,
    Duration connectionTimeout,
    GroupSecurity security) {
  private static final String PREFIX = SettingNames.prefixOf("tcp");

  /** Copies the list. */
  public TcpSettings {
    hosts = List.copyOf(hosts);
  }

  /** What the settings are called, without prefix. */
  public static Set<String> names() {
    return TcpCatalogue.names();
  }

  /**
   * Reads an instance's settings, as a transport gets them, by their full name.
   *
   * @throws ConfigurationException with all mistakes
   */
  public static TcpSettings of(Map<String, String> settings) {
    GivenSettings given = GivenSettings.of(settings);
    var reader = new SettingsReader(given).of(given, PREFIX);
    int port = reader.get(TcpCatalogue.PORT);
    var read =
        new TcpSettings(
            hosts(reader, port),
            port,
            reader.get(TcpCatalogue.PORT_RANGE),
            reader.find(TcpCatalogue.BIND_ADDRESS),
            reader.get(TcpCatalogue.CONNECTION_TIMEOUT),
            GroupSecurity.read(reader));
    reader.finish();
    return read;
  }

  private static List<HostPort> hosts(SettingsReader reader, int port) {
    List<String> texts = reader.find(TcpCatalogue.HOSTS).orElse(List.of());
    if (texts.isEmpty()) {
      reader.mistake(
          "%s: is missing; allowed are the servers' names or addresses, each with :PORT where it"
                  .formatted(reader.originOf(TcpCatalogue.HOSTS))
              + " is not this server's own");
    }
    List<HostPort> hosts = new ArrayList<>();
    for (String text : texts) {
      HostPort.parse(text, port)
          .ifPresentOrElse(
              hosts::add,
              () ->
                  reader.mistake(
                      "%s \"%s\": allowed is a name or address, also with a port: app1, 10.0.0.5:7800,"
                              .formatted(reader.originOf(TcpCatalogue.HOSTS), text)
                          + " [fd00::5]:7800"));
    }
    return hosts;
  }
}
