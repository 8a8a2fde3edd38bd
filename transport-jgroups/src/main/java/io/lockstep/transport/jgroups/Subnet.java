package io.lockstep.transport.jgroups;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Computes with the addresses of a subnet. */
final class Subnet {
  private Subnet() {}

  /**
   * The address that reaches all in the subnet.
   *
   * @param mask as four numbers, {@code 255.255.255.0} for example
   * @throws IllegalArgumentException for an IPv6 address, which has no broadcast
   */
  static InetAddress broadcastAddress(InetAddress local, String mask) {
    if (!(local instanceof Inet4Address)) {
      throw new IllegalArgumentException(
          "lockstep.udp.bind-address \"%s\": allowed for broadcast is an IPv4 address; IPv6 has"
                  .formatted(local.getHostAddress())
              + " multicast only");
    }
    try {
      byte[] address = local.getAddress();
      byte[] bits = InetAddress.getByName(mask).getAddress();
      for (int i = 0; i < address.length; i++) {
        address[i] = (byte) (address[i] | ~bits[i]);
      }
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Digits need no look-up", e);
    }
  }
}
