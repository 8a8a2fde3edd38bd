package io.lockstep.transport.jgroups;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.PING;
import org.jgroups.util.ByteArray;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the others by datagrams to a subnet's broadcast address. JGroups' own BPING can be one
 * of a few on a machine only, by trying the ports above its own, and does not encrypt.
 */
final class BroadcastPing extends PING {
  private static final int LARGEST_DATAGRAM = 65_535;

  private final InetAddress broadcastAddress;
  private final int port;
  private final Optional<Seal> seal;
  private @Nullable DatagramSocket socket;

  BroadcastPing(InetAddress broadcastAddress, int port, Optional<Seal> seal) {
    this.broadcastAddress = broadcastAddress;
    this.port = port;
    this.seal = seal;
    setId(ClassConfigurator.getProtocolId(PING.class));
  }

  @Override
  public void start() throws Exception {
    // Not bound to the card's address: Linux delivers no broadcasts to such a socket. Several nodes
    // of a machine share the port, and each gets every broadcast.
    var opened = new DatagramSocket(null);
    try {
      opened.setReuseAddress(true);
      opened.setBroadcast(true);
      opened.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    socket = opened;
    getThreadFactory().newThread(() -> receive(opened), "broadcast-receiver").start();
    super.start();
  }

  @Override
  public void stop() {
    DatagramSocket open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
    super.stop();
  }

  @Override
  protected void sendMcastDiscoveryRequest(Message msg) {
    DatagramSocket open = socket;
    if (open == null) {
      return;
    }
    if (msg.getSrc() == null) {
      msg.setSrc(local_addr);
    }
    try {
      Message sent = seal.isPresent() ? seal.get().sealed(msg) : msg;
      ByteArray bytes = Seal.bytesOf(sent);
      open.send(
          new DatagramPacket(
              bytes.array(), bytes.offset(), bytes.length(), broadcastAddress, port));
    } catch (IOException e) {
      log.warn("%s: no datagram can be sent to %s: %s", local_addr, broadcastAddress, e);
    }
  }

  private void receive(DatagramSocket open) {
    var packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
    while (!open.isClosed()) {
      try {
        open.receive(packet);
        Message msg =
            Util.messageFromBuffer(packet.getData(), packet.getOffset(), packet.getLength());
        Message opened = seal.isPresent() ? seal.get().opened(msg) : msg;
        if (opened != null && !opened.getSrc().equals(local_addr)) {
          up(opened);
        }
      } catch (IOException e) {
        pauseUnlessClosed(open, e);
      } catch (Exception e) {
        // Anybody can send anything to the port.
        log.debug("A datagram cannot be read: %s", e);
      }
    }
  }

  /** What keeps failing, as without a network card, must not do so as fast as it can. */
  private void pauseUnlessClosed(DatagramSocket open, IOException failure) {
    if (open.isClosed()) {
      return;
    }
    log.debug("No datagram can be received: %s", failure);
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      open.close();
      Thread.currentThread().interrupt();
    }
  }
}
