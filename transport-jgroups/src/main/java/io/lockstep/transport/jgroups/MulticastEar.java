package io.lockstep.transport.jgroups;

import io.lockstep.config.UdpSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears who sends to a multicast address, of whatever group. */
final class MulticastEar {
  private static final Logger log = LoggerFactory.getLogger(MulticastEar.class);

  private MulticastEar() {}

  /** The clusters that were heard for this instance, after the whole time. */
  static Set<String> hear(UdpSettings settings, InetAddress local, String instance, Duration time) {
    Set<String> heard = new TreeSet<>();
    long end = System.nanoTime() + time.toNanos();
    try (var socket = new MulticastSocket(settings.port())) {
      socket.joinGroup(
          new InetSocketAddress(settings.multicastAddress().orElseThrow(), settings.port()),
          NetworkInterface.getByInetAddress(local));
      var packet = new DatagramPacket(new byte[65_535], 65_535);
      for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
        socket.setSoTimeout((int) left);
        socket.receive(packet);
        GroupNames.readFrom(packet.getData(), packet.getLength(), instance).ifPresent(heard::add);
      }
    } catch (SocketTimeoutException ended) {
      // As long as it was to be.
    } catch (IOException e) {
      log.debug("Nothing can be heard", e);
    }
    return heard;
  }
}
