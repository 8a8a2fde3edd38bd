package io.lockstep.transport.jgroups;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of this machine's addresses a node uses. */
final class LocalAddress {
  private LocalAddress() {}

  /**
   * The address that is set, or else the first of a network card that is up: a private one before
   * others, IPv4 before IPv6, and the loopback one when there is nothing else.
   *
   * @param prefix of the settings' names, for messages
   * @throws IllegalArgumentException when the one that is set is none of this machine
   */
  static InetAddress find(String prefix, Optional<String> bindAddress) {
    List<InetAddress> here = all();
    if (bindAddress.isEmpty()) {
      return here.stream()
          .filter(address -> !address.isLinkLocalAddress())
          .min((one, other) -> Integer.compare(rank(one), rank(other)))
          .orElse(InetAddress.getLoopbackAddress());
    }
    String text = bindAddress.get();
    try {
      for (InetAddress address : InetAddress.getAllByName(text)) {
        if (address.isLoopbackAddress() || here.contains(address)) {
          return address;
        }
      }
    } catch (IOException unknown) {
      // Told as any other address that is not here.
    }
    throw new IllegalArgumentException(
        "%sbind-address \"%s\": allowed is an address of this machine: %s"
            .formatted(prefix, text, told(here)));
  }

  /**
   * Throws {@link IllegalArgumentException} when no multicasts can be sent from there; the loopback
   * card, which says that it cannot, can.
   */
  static void requireMulticast(String prefix, InetAddress local) {
    try {
      NetworkInterface card = NetworkInterface.getByInetAddress(local);
      if (card != null && !card.isLoopback() && !card.supportsMulticast()) {
        throw new IllegalArgumentException(
            "%smulticast-address: %s, the card of %s, does no multicast; allowed is another"
                    .formatted(prefix, card.getName(), local.getHostAddress())
                + " bind-address, or broadcast (bind-address and subnet-mask, no"
                + " multicast-address), or the tcp transport");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%sbind-address: its network card cannot be read".formatted(prefix), e);
    }
  }

  private static int rank(InetAddress address) {
    int kind = address.isLoopbackAddress() ? 4 : address.isSiteLocalAddress() ? 0 : 2;
    return kind + (address instanceof Inet4Address ? 0 : 1);
  }

  private static List<InetAddress> all() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(LocalAddress::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private static boolean isUp(NetworkInterface card) {
    try {
      return card.isUp();
    } catch (IOException gone) {
      return false;
    }
  }

  private static String told(List<InetAddress> here) {
    return Stream.concat(here.stream(), Stream.of(InetAddress.getLoopbackAddress()))
        .map(InetAddress::getHostAddress)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
