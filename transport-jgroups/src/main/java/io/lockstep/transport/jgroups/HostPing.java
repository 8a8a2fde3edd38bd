package io.lockstep.transport.jgroups;

import io.lockstep.config.HostPort;
import io.lockstep.config.TcpSettings;
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
  private final TcpSettings settings;
  private final List<PhysicalAddress> own;

  HostPing(TcpSettings settings, InetAddress local) {
    this.settings = settings;
    own = addresses(new HostPort(local.getHostAddress(), settings.port()), local);
    setId(ClassConfigurator.getProtocolId(TCPPING.class));
    setPortRange(0);
    setInitialHosts2(own);
  }

  @Override
  public void findMembers(List<Address> members, boolean initialDiscovery, Responses responses) {
    setInitialHosts2(resolved());
    super.findMembers(members, initialDiscovery, responses);
  }

  private List<PhysicalAddress> resolved() {
    Set<PhysicalAddress> found = new LinkedHashSet<>(own);
    for (HostPort host : settings.hosts()) {
      try {
        for (InetAddress address : InetAddress.getAllByName(host.host())) {
          found.addAll(addresses(host, address));
        }
      } catch (UnknownHostException e) {
        // A server that is not there yet may have no name yet.
        log.debug("%s is not known", host.host());
      }
    }
    return new ArrayList<>(found);
  }

  /**
   * Its ports, from the one that is told up, as far as a server may have gone to find a free one.
   */
  private List<PhysicalAddress> addresses(HostPort host, InetAddress address) {
    List<PhysicalAddress> found = new ArrayList<>();
    int last = Math.min(65_535, host.port() + settings.portRange());
    for (int port = host.port(); port <= last; port++) {
      found.add(new IpAddress(address, port));
    }
    return found;
  }
}
