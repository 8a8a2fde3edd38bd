package io.lockstep.transport.jgroups;

import io.lockstep.config.TcpSettings;
import io.lockstep.config.UdpSettings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jgroups.logging.LogFactory;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.PING;
import org.jgroups.protocols.PerDestinationBundler;
import org.jgroups.protocols.RSVP;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.UDP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;
import org.jgroups.stack.Protocol;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.DefaultThreadFactory;

/**
 * The protocols of a group, the lowest first. They are those of JGroups' own default stacks; what
 * is set otherwise is for small groups in one network: who comes, goes, or returns after a split is
 * to be known within seconds.
 */
final class Stacks {
  private static final int FRAGMENT_BYTES = 60_000;
  private static final long CREDITS = 4_000_000;
  private static final int MOST_BYTES_AT_ONCE = 1 << 20;
  private static final long LAST_WORD_MILLIS = 400;

  private Stacks() {}

  static List<Protocol> udp(UdpSettings settings, InetAddress local, Optional<Seal> seal) {
    var udp = new UDP();
    udp.setBindAddress(local);
    // The others learn it, and a machine may have several nodes.
    udp.setBindPort(0);
    // All servers are in one subnet; a router is not to carry it further.
    udp.setIpTTL(1);
    udp.setUcastRecvBufSize(settings.receiveBufferSize());
    udp.setMcastRecvBufSize(settings.receiveBufferSize());
    udp.setUcastSendBufSize(settings.sendBufferSize());
    udp.setMcastSendBufSize(settings.sendBufferSize());
    udp.setThreadFactory(new ReceiverThreads(settings.receiveThreadPriority()));
    Discovery discovery;
    if (settings.multicastAddress().isPresent()) {
      udp.setMcastGroupAddr(LocalAddress.digits(settings.multicastAddress().get()));
      udp.setMulticastPort(settings.port());
      discovery = new PING();
    } else {
      udp.setMulticasting(false);
      discovery =
          new BroadcastPing(
              Subnet.broadcastAddress(local, settings.subnetMask().orElseThrow()),
              settings.port(),
              seal);
    }
    // What several others have on their way must fit into the buffer: what does not is sent again,
    // after half a second.
    int fragment = Math.min(FRAGMENT_BYTES, Math.max(1_000, settings.receiveBufferSize() / 8));
    long credits = Math.min(CREDITS, Math.max(2L * fragment, settings.receiveBufferSize() / 2));
    return stack(udp, local, seal, discovery, fragment, credits);
  }

  static List<Protocol> tcp(TcpSettings settings, InetAddress local, Optional<Seal> seal) {
    var tcp = new TCP();
    tcp.setBindAddress(local);
    tcp.setBindPort(settings.port());
    tcp.setPortRange(settings.portRange());
    // More than a bundle of messages; what claims to be longer is nobody's of this group.
    tcp.setMaxLength(MOST_BYTES_AT_ONCE);
    // A short frame must not wait for the word that what went before has arrived.
    tcp.tcpNodelay(true);
    // A host that does not answer must hold up what is for it alone.
    tcp.setBundler(new PerDestinationBundler().useSingleSenderThread(false));
    tcp.setSockConnTimeout((int) settings.connectionTimeout().toMillis());
    return stack(tcp, local, seal, new HostPing(settings, local), FRAGMENT_BYTES, CREDITS);
  }

  private static List<Protocol> stack(
      TP network,
      InetAddress local,
      Optional<Seal> seal,
      Discovery discovery,
      int fragment,
      long credits) {
    silence(network);
    // Other clusters on the same group or port are no concern of this one.
    network.setLogDiscardMessages(false);
    List<Protocol> stack = new ArrayList<>(List.of(network));
    seal.ifPresent(stack::add);
    stack.addAll(
        List.of(
            discovery,
            new MERGE3().setMinInterval(1_000).setMaxInterval(3_000),
            new ProcessWatch().setBindAddress(local),
            new FD_ALL3().setTimeout(10_000).setInterval(2_500),
            new VERIFY_SUSPECT2().setTimeout(1_000),
            new NAKACK2().setXmitInterval(500),
            new UNICAST3().setXmitInterval(500),
            new STABLE().setDesiredAverageGossip(50_000).setMaxBytes(CREDITS),
            new GMS().setJoinTimeout(1_000).setMaxJoinAttempts(3).printLocalAddress(false),
            new MFC().setMaxCredits(credits).setMinThreshold(0.4),
            new UFC().setMaxCredits(credits).setMinThreshold(0.4),
            new FRAG2().setFragSize(fragment),
            new RSVP()
                .setTimeout(LAST_WORD_MILLIS)
                .setResendInterval(LAST_WORD_MILLIS / 4)
                .throwExceptionOnTimeout(false)));
    return stack;
  }

  /** JGroups would listen for orders to its protocols, from anybody. */
  private static void silence(TP network) {
    try {
      network.setDiagnosticsHandler(
          new DiagnosticsHandler(
                  LogFactory.getLog(Stacks.class),
                  new DefaultSocketFactory(),
                  new DefaultThreadFactory("jgroups", true))
              .setEnabled(false));
    } catch (Exception e) {
      throw new IllegalStateException("JGroups' diagnostics cannot be switched off", e);
    }
  }

  /** Where a UDP group is, for people. */
  static String target(UdpSettings settings, InetAddress local) {
    return settings
            .multicastAddress()
            .orElseGet(
                () ->
                    Subnet.broadcastAddress(local, settings.subnetMask().orElseThrow())
                        .getHostAddress())
        + ":"
        + settings.port()
        + " from "
        + local.getHostAddress();
  }
}
