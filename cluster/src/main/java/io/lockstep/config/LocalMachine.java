package io.lockstep.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.TreeSet;

/** What a node takes from the machine it runs on, where the settings are silent. */
final class LocalMachine {
  private LocalMachine() {}

  /** The localhost address, dots and colons as dashes. */
  static String domain() {
    try {
      return dashed(InetAddress.getLocalHost().getHostAddress());
    } catch (IOException unknownHost) {
      return dashed(InetAddress.getLoopbackAddress().getHostAddress());
    }
  }

  static String dashed(String address) {
    return address.replace('.', '-').replace(':', '-');
  }

  /** A new name at each call: the host's, with random digits. */
  static String server() {
    var random = new byte[4];
    new SecureRandom().nextBytes(random);
    return hostLabel() + "-" + HexFormat.of().formatHex(random);
  }

  /** The same for every process that sees the same host name and network cards. */
  static String id() {
    String identity = hostLabel() + hardwareAddresses();
    return Digest.sha256(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
  }

  private static String hostLabel() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      String label = name.split("[.\\s]", 2)[0];
      return label.isEmpty() ? "server" : label;
    } catch (IOException unknownHost) {
      return "server";
    }
  }

  private static String hardwareAddresses() {
    var addresses = new TreeSet<String>();
    try {
      for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
        byte[] address = card.getHardwareAddress();
        if (address != null) {
          addresses.add(HexFormat.of().formatHex(address));
        }
      }
    } catch (IOException noCards) {
      return "";
    }
    return addresses.toString();
  }
}
