package io.lockstep.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of one UDP instance; their elements are below {@code <config>}. */
final class UdpCatalogue {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  static final Setting<Integer> PORT =
      Setting.computed(
          "port",
          "port",
          ValueTypes.number(1, 65_535),
          "required; `45100` where there is no instance for a key",
          "sends and receives; unique per instance");
  static final Setting<String> MULTICAST_ADDRESS =
      Setting.computed(
          "multicast-address",
          "multicast-address",
          ValueTypes.text(
              "address",
              "a multicast address such as 228.1.2.3 or ff02::1",
              text -> address(text).filter(InetAddress::isMulticastAddress).isPresent()),
          "`228.1.2.3` where there is no instance for a key; else required, or bind address and"
              + " subnet mask",
          "the group; with it, multicast is used");
  static final Setting<String> BIND_ADDRESS =
      Setting.computed(
          "bind-address",
          "bind-address",
          ValueTypes.text(
              "address",
              "the address of a network card, such as 192.168.1.7",
              text -> address(text).filter(found -> !found.isMulticastAddress()).isPresent()),
          "",
          "the network card to use; with `subnet-mask` and without `multicast-address`, broadcast"
              + " is used");
  static final Setting<String> SUBNET_MASK =
      Setting.computed(
          "subnet-mask",
          "subnet-mask",
          ValueTypes.text("mask", "a mask such as 255.255.255.0", UdpCatalogue::isMask),
          "",
          "the subnet to broadcast in");
  static final Setting<Integer> RECEIVE_BUFFER_SIZE =
      Setting.of(
          "receive-buffer-size",
          "receive-buffer-size",
          ValueTypes.SIZE,
          "100 KB",
          "of the receiving socket");
  static final Setting<Integer> SEND_BUFFER_SIZE =
      Setting.of(
          "send-buffer-size",
          "send-buffer-size",
          ValueTypes.SIZE,
          "100 KB",
          "of the sending socket");
  static final Setting<Integer> RECEIVE_THREAD_PRIORITY =
      Setting.of(
          "receive-thread-priority",
          "receive-thread-priority",
          ValueTypes.number(1, 10),
          "6",
          "of the thread that takes messages off the network");
  static final Setting<Boolean> USE_OLD_IO =
      Setting.of(
          "use-old-io",
          "use-old-io",
          ValueTypes.FLAG,
          "false",
          "read and ignored, with a warning: every Java that Lockstep runs on has the new one");

  static final List<Setting<?>> ALL =
      List.of(
          PORT,
          MULTICAST_ADDRESS,
          BIND_ADDRESS,
          SUBNET_MASK,
          RECEIVE_BUFFER_SIZE,
          SEND_BUFFER_SIZE,
          RECEIVE_THREAD_PRIORITY,
          USE_OLD_IO);

  private UdpCatalogue() {}

  /** All, those that seal included. */
  static List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>(ALL);
    all.addAll(GroupSecurityCatalogue.ALL);
    return all;
  }

  /** The address that digits tell; names are none, so that nothing is looked up. */
  private static Optional<InetAddress> address(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }

  private static boolean isMask(String text) {
    if (!IPV4.matcher(text).matches()) {
      return false;
    }
    int bits = 0;
    for (String part : text.split("\\.", -1)) {
      bits = bits << 8 | Integer.parseInt(part);
    }
    // Ones, then zeros: what is not in the mask is one less than a power of two.
    return bits != 0 && (~bits & (~bits + 1)) == 0;
  }
}
