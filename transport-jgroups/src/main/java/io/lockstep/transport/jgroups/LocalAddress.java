package io.lockstep.transport.jgroups;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of this machine's addresses a node uses. */
final class LocalAddress {
  /** For documentation, so nobody's; what goes to anybody far away goes the same way. */
  private static final String FAR_AWAY = "198.51.100.1";

  private static final int ANY_PORT = 9;

  private LocalAddress() {}

  /**
   * The address that is set, or else one of a network card that is up: one of the multicast
   * address's kind, a private one before others, IPv4 before IPv6, among equals the one from which
   * this machine sends to the multicast address, or far away, and not, for example, a container
   * bridge's. The loopback one when there is nothing else.
   *
   * @param prefix of the settings' names, for messages
   * @param multicastAddress in digits, if there is one
   * @throws IllegalArgumentException when the one that is set is none of this machine
   */
  static InetAddress find(
      String prefix, Optional<String> bindAddress, Optional<String> multicastAddress) {
    List<InetAddress> here = all();
    if (bindAddress.isEmpty()) {
      InetAddress target = digits(multicastAddress.orElse(FAR_AWAY));
      InetAddress way = way(target);
      return here.stream()
          .filter(address -> !address.isLinkLocalAddress())
          .min(
              Comparator.comparing(
                      (InetAddress address) ->
                          multicastAddress.isPresent() && !isOfOneKind(address, target))
                  .thenComparing(LocalAddress::rank)
                  .thenComparing(address -> !address.equals(way)))
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

  /** From which address this machine sends there; nothing is sent. */
  private static InetAddress way(InetAddress target) {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(target, ANY_PORT));
      return socket.getLocalAddress();
    } catch (IOException | UncheckedIOException none) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /** The address that is written there in digits. */
  static InetAddress digits(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalStateException("Digits need no look-up", e);
    }
  }

  private static boolean isOfOneKind(InetAddress one, InetAddress other) {
    return one.getAddress().length == other.getAddress().length;
  }

  /**
   * Throws {@link IllegalArgumentException} when no multicasts to that address can be sent from
   * there; the loopback card, which says that it cannot, can.
   */
  static void requireMulticast(String prefix, InetAddress local, String multicastAddress) {
    if (!isOfOneKind(local, digits(multicastAddress))) {
      throw new IllegalArgumentException(
          "%smulticast-address \"%s\": allowed is one of the same kind, IPv4 or IPv6, as %s, the"
                  .formatted(prefix, multicastAddress, local.getHostAddress())
              + " address of this machine that is used (bind-address)");
    }
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
