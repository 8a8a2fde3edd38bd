package io.lockstep.transport.jgroups;

import io.lockstep.config.UdpSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes transports over UDP in one subnet, on JGroups: with a multicast address what is for all
 * goes out once; without one, the subnet's broadcast address is used to find the others, and frames
 * go to each by itself. What can be set is in {@link UdpSettings}.
 *
 * <p>There is no arbiter: nobody is told to be dead, but a node whose process ended is told as
 * unreachable at once.
 */
public final class UdpTransportProvider implements TransportProvider {
  @Override
  public String name() {
    return "udp";
  }

  @Override
  public Optional<Set<String>> settingNames() {
    return Optional.of(UdpSettings.names());
  }

  @Override
  public Transport create(NodeAddress address, String instance, Map<String, String> settings) {
    var read = UdpSettings.of(settings);
    String prefix = "lockstep." + name() + ".";
    InetAddress local = LocalAddress.find(prefix, read.bindAddress(), read.multicastAddress());
    read.multicastAddress().ifPresent(group -> LocalAddress.requireMulticast(prefix, local, group));
    return Groups.transport(
        name(),
        prefix,
        address,
        instance,
        read.security(),
        seal -> Stacks.udp(read, local, seal),
        "UDP " + Stacks.target(read, local));
  }

  /** With multicast only: what is looked for by broadcast is gone before one could hear it. */
  @Override
  public Set<String> clustersAround(String instance, Map<String, String> settings, Duration time) {
    var read = UdpSettings.of(settings);
    return read.multicastAddress().isEmpty()
        ? Set.of()
        : MulticastEar.hear(
            read,
            LocalAddress.find(
                "lockstep." + name() + ".", read.bindAddress(), read.multicastAddress()),
            instance,
            time);
  }
}
