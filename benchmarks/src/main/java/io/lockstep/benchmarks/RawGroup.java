package io.lockstep.benchmarks;

import io.lockstep.transport.NodeId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UDP;
import org.jgroups.protocols.pbcast.GMS;

/**
 * JGroups alone, with one of its own stacks: a channel for each node, on loopback. Each network has
 * ports of its own, so that none hears, and throws away, what is for another. The nodes, all in
 * this JVM, know each other's addresses by a common map.
 */
final class RawGroup implements RawTransport.Link {
  private static final String BIND = "jgroups.bind_addr";

  private final JChannel channel;
  private final Map<NodeId, Address> members;

  private RawGroup(JChannel channel, Map<NodeId, Address> members) {
    this.channel = channel;
    this.members = members;
  }

  /**
   * A network on JGroups' {@code udp.xml}.
   *
   * @param port of the multicast
   */
  static Transports udp(int port) {
    return network(
        "raw-" + port,
        () -> {
          var channel = new JChannel("udp.xml");
          UDP udp = channel.getProtocolStack().findProtocol(UDP.class);
          udp.setMulticastPort(port);
          return channel;
        });
  }

  /**
   * A network on JGroups' {@code tcp.xml}.
   *
   * @param port the first node's; the others take those that follow
   */
  static Transports tcp(int port) {
    return network(
        "raw-" + port,
        () -> {
          var channel = new JChannel("tcp.xml");
          TCP tcp = channel.getProtocolStack().findProtocol(TCP.class);
          tcp.setBindPort(port);
          TCPPING discovery = channel.getProtocolStack().findProtocol(TCPPING.class);
          discovery.setInitialHosts(
              List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
          return channel;
        });
  }

  @FunctionalInterface
  private interface NewChannel {
    JChannel make() throws Exception;
  }

  private static Transports network(String name, NewChannel channels) {
    System.setProperty(BIND, "127.0.0.1");
    var members = new ConcurrentHashMap<NodeId, Address>();
    return address ->
        new RawTransport(
            (self, frames) -> {
              JChannel channel = channels.make();
              quiet(channel);
              channel.setReceiver(receiver(frames));
              channel.connect(name);
              members.put(self, channel.getAddress());
              return new RawGroup(channel, members);
            });
  }

  /** Standard output is for the tables. */
  private static void quiet(JChannel channel) {
    GMS membership = channel.getProtocolStack().findProtocol(GMS.class);
    membership.printLocalAddress(false);
  }

  private static Receiver receiver(Consumer<byte[]> frames) {
    return new Receiver() {
      @Override
      public void receive(Message message) {
        frames.accept(bytes(message));
      }
    };
  }

  /** Copied only when the message has a part of an array. */
  private static byte[] bytes(Message message) {
    byte[] array = message.getArray();
    int from = message.getOffset();
    int length = message.getLength();
    return length == array.length ? array : Arrays.copyOfRange(array, from, from + length);
  }

  @Override
  public void send(NodeId to, byte[] frame) throws Exception {
    channel.send(new BytesMessage(Objects.requireNonNull(members.get(to)), frame));
  }

  @Override
  public void broadcast(byte[] frame) throws Exception {
    channel.send(new BytesMessage(null, frame));
  }

  @Override
  public void close() {
    channel.close();
  }
}
