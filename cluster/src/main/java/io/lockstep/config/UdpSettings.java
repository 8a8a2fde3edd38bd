package io.lockstep.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How one instance of the UDP transport sends and receives. Addresses are digits, never names.
 *
 * @param port sends and receives; unique per instance
 * @param multicastAddress the group; when it is there, multicast is used
 * @param bindAddress the network card; required for broadcast
 * @param subnetMask the subnet to broadcast in; required for broadcast
 * @param receiveBufferSize of the receiving socket, in bytes
 * @param sendBufferSize of the sending socket, in bytes
 * @param receiveThreadPriority of the thread that takes messages off the network, 1 to 10
 * @param security seals the messages
 */
public record UdpSettings(
    int port,
    Optional<String> multicastAddress,
    Optional<String> bindAddress,
    Optional<String> subnetMask,
    int receiveBufferSize,
    int sendBufferSize,
    int receiveThreadPriority,
    GroupSecurity security) {
  private static final String PREFIX = SettingNames.prefixOf(TransportKinds.UDP);

  /** What to do about a setting that decides between multicast and broadcast. */
  static final String GROUP_OR_SUBNET =
      "a multicast-address, or, for broadcast, a bind-address with a subnet-mask";

  /** Throws {@link IllegalArgumentException}, with a line for each setting that is wrong. */
  public UdpSettings {
    List<String> mistakes = new ArrayList<>();
    check(mistakes, UdpCatalogue.PORT, Integer.toString(port));
    multicastAddress.ifPresent(text -> check(mistakes, UdpCatalogue.MULTICAST_ADDRESS, text));
    bindAddress.ifPresent(text -> check(mistakes, UdpCatalogue.BIND_ADDRESS, text));
    subnetMask.ifPresent(text -> check(mistakes, UdpCatalogue.SUBNET_MASK, text));
    check(mistakes, UdpCatalogue.RECEIVE_BUFFER_SIZE, Integer.toString(receiveBufferSize));
    check(mistakes, UdpCatalogue.SEND_BUFFER_SIZE, Integer.toString(sendBufferSize));
    check(mistakes, UdpCatalogue.RECEIVE_THREAD_PRIORITY, Integer.toString(receiveThreadPriority));
    if (multicastAddress.isEmpty() && (bindAddress.isEmpty() || subnetMask.isEmpty())) {
      mistakes.add("udp: required is " + GROUP_OR_SUBNET);
    }
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
  }

  private static void check(List<String> mistakes, Setting<?> setting, String text) {
    try {
      setting.check(text);
    } catch (IllegalArgumentException e) {
      mistakes.add(String.valueOf(e.getMessage()));
    }
  }

  /** Multicast with the default buffers and priority. */
  public static UdpSettings multicast(int port, String address) {
    return new UdpSettings(
        port,
        Optional.of(address),
        Optional.empty(),
        Optional.empty(),
        UdpCatalogue.RECEIVE_BUFFER_SIZE.defaultValue(),
        UdpCatalogue.SEND_BUFFER_SIZE.defaultValue(),
        UdpCatalogue.RECEIVE_THREAD_PRIORITY.defaultValue(),
        GroupSecurity.NONE);
  }

  /** What the settings are called, without prefix. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>();
    UdpCatalogue.all().forEach(setting -> names.add(setting.name()));
    return names;
  }

  /**
   * Reads an instance's settings, as a transport gets them, by their full name.
   *
   * @throws ConfigurationException with all mistakes
   */
  public static UdpSettings of(Map<String, String> settings) {
    var reader =
        new SettingsReader(GivenSettings.of(settings)).of(GivenSettings.of(settings), PREFIX);
    Optional<UdpSettings> read = new UdpReader(reader).read("udp");
    reader.finish();
    return read.orElseThrow();
  }

  /** The settings by their full name, for {@link #of}; they may hold secrets. */
  public Map<String, String> settings() {
    var settings = new TreeMap<>(security.settings(PREFIX));
    put(settings, UdpCatalogue.PORT, Optional.of(Integer.toString(port)));
    put(settings, UdpCatalogue.MULTICAST_ADDRESS, multicastAddress);
    put(settings, UdpCatalogue.BIND_ADDRESS, bindAddress);
    put(settings, UdpCatalogue.SUBNET_MASK, subnetMask);
    put(
        settings,
        UdpCatalogue.RECEIVE_BUFFER_SIZE,
        Optional.of(Integer.toString(receiveBufferSize)));
    put(settings, UdpCatalogue.SEND_BUFFER_SIZE, Optional.of(Integer.toString(sendBufferSize)));
    put(
        settings,
        UdpCatalogue.RECEIVE_THREAD_PRIORITY,
        Optional.of(Integer.toString(receiveThreadPriority)));
    return settings;
  }

  private static void put(
      Map<String, String> settings, Setting<?> setting, Optional<String> value) {
    value.ifPresent(text -> settings.put(PREFIX + setting.name(), text));
  }
}
