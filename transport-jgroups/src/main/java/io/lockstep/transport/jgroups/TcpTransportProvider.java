package io.lockstep.transport.jgroups;

import io.lockstep.config.TcpSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes transports over TCP, on JGroups, for networks without multicast: the servers are listed, or
 * behind a name that has all their addresses. What can be set is in {@link TcpSettings}.
 *
 * <p>There is no arbiter: nobody is told to be dead, but a node whose process ended is told as
 * unreachable at once.
 */
public final class TcpTransportProvider implements TransportProvider {
  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public Optional<Set<String>> settingNames() {
    return Optional.of(TcpSettings.names());
  }

  @Override
  public Transport create(NodeAddress address, String instance, Map<String, String> settings) {
    var read = TcpSettings.of(settings);
    String prefix = "lockstep." + name() + ".";
    InetAddress local = LocalAddress.find(prefix, read.bindAddress(), Optional.empty());
    return Groups.transport(
        name(),
        prefix,
        address,
        instance,
        read.security(),
        seal -> Stacks.tcp(read, local, seal),
        "TCP port %d of %s".formatted(read.port(), local.getHostAddress()));
  }
}
