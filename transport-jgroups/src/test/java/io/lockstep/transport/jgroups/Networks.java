package io.lockstep.transport.jgroups;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Makes the transports of one network, on loopback. */
final class Networks {
  /** As many nodes as any test has. */
  private static final int NODES = 8;

  static final NodeAddress ADDRESS = new NodeAddress("local", "tests", "one", "app");

  private final TransportProvider provider;
  private final List<Map<String, String>> settings;
  private final AtomicInteger next;

  private Networks(
      TransportProvider provider, List<Map<String, String>> settings, AtomicInteger next) {
    this.provider = provider;
    this.settings = settings;
    this.next = next;
  }

  static Networks multicast() {
    return udp(Map.of("multicast-address", "228.1.2.3"));
  }

  static Networks broadcast() {
    return udp(Map.of("subnet-mask", "255.0.0.0"));
  }

  private static Networks udp(Map<String, String> others) {
    Map<String, String> settings = new HashMap<>();
    settings.put("lockstep.udp.bind-address", "127.0.0.1");
    settings.put("lockstep.udp.port", Integer.toString(freeUdpPort()));
    others.forEach((name, value) -> settings.put("lockstep.udp." + name, value));
    return new Networks(new UdpTransportProvider(), List.of(settings), new AtomicInteger());
  }

  static Networks tcp() {
    List<Integer> ports = freeTcpPorts();
    String hosts =
        ports.stream().map(port -> "localhost:" + port).collect(Collectors.joining(", "));
    return new Networks(
        new TcpTransportProvider(),
        ports.stream()
            .map(
                port ->
                    Map.of(
                        "lockstep.tcp.bind-address",
                        "127.0.0.1",
                        "lockstep.tcp.port",
                        Integer.toString(port),
                        "lockstep.tcp.port-range",
                        "0",
                        "lockstep.tcp.hosts",
                        hosts))
            .toList(),
        new AtomicInteger());
  }

  /** The same network, whose further nodes have this setting. */
  Networks with(String name, String value) {
    List<Map<String, String>> changed = new ArrayList<>();
    for (Map<String, String> each : settings) {
      Map<String, String> copy = new HashMap<>(each);
      copy.put("lockstep." + provider.name() + "." + name, value);
      changed.add(copy);
    }
    return new Networks(provider, changed, next);
  }

  String kind() {
    return provider.name();
  }

  /** The settings of the node of this number. */
  Map<String, String> settings(int number) {
    return settings.get(number % settings.size());
  }

  /** Those of a node that nobody else is. */
  Map<String, String> nextSettings() {
    return settings(next.getAndIncrement());
  }

  Transport transport() {
    return transport(ADDRESS, TransportProvider.DEFAULT_INSTANCE);
  }

  Transport transport(NodeAddress address, String instance) {
    return provider.create(address, instance, nextSettings());
  }

  private static int freeUdpPort() {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> freeTcpPorts() {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < NODES) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        ports.add(socket.getLocalPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(ports);
  }
}
