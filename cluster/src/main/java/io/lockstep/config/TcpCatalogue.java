package io.lockstep.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The settings of one TCP instance; in a file their elements are below {@code <config>}. */
final class TcpCatalogue {
  static final Setting<List<String>> HOSTS =
      Setting.computed(
          "hosts",
          "hosts",
          ValueTypes.LIST,
          "required",
          "where the servers are: each a name or address, with `:PORT` where it is not the"
              + " instance's own; all addresses of a name count, and are looked up again at each"
              + " search");
  static final Setting<Integer> PORT =
      Setting.of(
          "port",
          "port",
          ValueTypes.number(1, 65_535),
          "7800",
          "listens; unique per instance. The port 100 above it is used as well");
  static final Setting<Integer> PORT_RANGE =
      Setting.of(
          "port-range",
          "port-range",
          ValueTypes.number(0, 50),
          "4",
          "how many ports above it are tried when it is taken, as by another application's node;"
              + " the others look there too");
  static final Setting<String> BIND_ADDRESS =
      Setting.computed(
          "bind-address",
          "bind-address",
          ValueTypes.NOT_EMPTY,
          "an address of this machine in the local network",
          "the address to listen at and to be reached at");
  static final Setting<Duration> CONNECTION_TIMEOUT =
      Setting.of(
          "connection-timeout",
          "connection-timeout",
          ValueTypes.POSITIVE_TIME,
          "2 sec",
          "how long connecting to another server may take");

  static final List<Setting<?>> ALL =
      List.of(HOSTS, PORT, PORT_RANGE, BIND_ADDRESS, CONNECTION_TIMEOUT);

  private TcpCatalogue() {}

  /** The names of all settings, those that seal included. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    ALL.forEach(setting -> names.add(setting.name()));
    GroupSecurityCatalogue.ALL.forEach(setting -> names.add(setting.name()));
    return names;
  }
}
