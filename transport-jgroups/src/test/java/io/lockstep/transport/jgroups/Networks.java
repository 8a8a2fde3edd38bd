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
import java.util.stream.Collectors;

/** Makes the transports of one network, on loopback. */
final class Networks {
  /** More nodes than any test has. */
  private static final int NODES = 8;

  private static final NodeAddress ADDRESS = new NodeAddress("local", "tests", "one", "app");

  private final TransportProvider provider;
  private final List<Map<String, String>> settings;
  private int next;

  private Networks(TransportProvider provider, List<Map<String, String>> settings) {
    this.provider = provider;
    this.settings = settings;
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
    return new Networks(new UdpTransportProvider(), List.of(settings));
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
                        "lockstep.tcp.hosts",
                        hosts))
            .toList());
  }

  /** The same network, with such a setting in all transports from now on. */
  Networks with(String name, String value) {
    List<Map<String, String>> changed = new ArrayList<>();
    for (Map<String, String> each : settings) {
      Map<String, String> copy = new HashMap<>(each);
      copy.put("lockstep." + provider.name() + "." + name, value);
      changed.add(copy);
    }
    var network = new Networks(provider, changed);
    network.next = next;
    return network;
  }

  /** The same network, with that secret. */
  Networks sealed(String secret) {
    return with("shared-secret", secret);
  }

  Transport transport() {
    return transport(ADDRESS);
  }

  Transport transport(NodeAddress address) {
    Map<String, String> own = settings.get(next++ % settings.size());
    return provider.create(address, "default", own);
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
