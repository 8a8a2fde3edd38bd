package io.lockstep.transport.jgroups;

import io.lockstep.config.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCPPING;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Responses;

/**
 * Looks for the others where the settings say. All addresses of a name count, and are looked up at
 * each search, so that a name in DNS may come to lead to other servers.
 */
final class HostPing extends TCPPING {
  private final List<HostPort> hosts;
  private final PhysicalAddress own;

  HostPing(List<HostPort> hosts, InetAddress local, int port) {
    this.hosts = hosts;
    own = new IpAddress(local, port);
    setId(ClassConfigurator.getProtocolId(TCPPING.class));
    setPortRange(0);
    setInitialHosts2(List.of(own));
  }

  @Override
  public void findMembers(List<Address> members, boolean initialDiscovery, Responses responses) {
    setInitialHosts2(resolved());
    super.findMembers(members, initialDiscovery, responses);
  }

  private List<PhysicalAddress> resolved() {
    Set<PhysicalAddress> found = new LinkedHashSet<>(Set.of(own));
    for (HostPort host : hosts) {
      try {
        for (InetAddress address : InetAddress.getAllByName(host.host())) {
          found.add(new IpAddress(address, host.port()));
        }
      } catch (UnknownHostException e) {
        // A server that is not there yet may have no name yet.
        log.debug("%s is not known", host.host());
      }
    }
    return new ArrayList<>(found);
  }
}
