package io.lockstep.transport.jgroups;

import io.lockstep.transport.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What JGroups' groups are called: the same on all nodes of a network, and on no others. */
final class GroupNames {
  private static final String PART = "[\\p{Graph}&&[^/]]+";
  private static final Pattern NAME =
      Pattern.compile("(" + PART + "/" + PART + "/" + PART + ")/(" + PART + ")");

  private GroupNames() {}

  static String of(NodeAddress address, String instance) {
    return List.of(address.domain(), address.cluster(), address.application(), instance).stream()
        .map(GroupNames::escaped)
        .collect(Collectors.joining("/"));
  }

  /** Without the escapes, "a/b" and "c" would be the group of "a" and "b/c". */
  private static String escaped(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  /**
   * The domain, cluster and application of whoever sent the datagram, with dots between. JGroups
   * has the group's name in it as it is, behind its length, and what follows may look like more.
   */
  static Optional<String> readFrom(byte[] datagram, int length, String instance) {
    String text = new String(datagram, 0, length, StandardCharsets.ISO_8859_1);
    Matcher matcher = NAME.matcher(text);
    String last = escaped(instance);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (matcher.group(2).startsWith(last)) {
        int whole = name.length() + 1 + last.length();
        String found = name.charAt(0) == whole - 1 ? name.substring(1) : name;
        return Optional.of(found.replace('/', '.').replace("%2F", "/").replace("%25", "%"));
      }
    }
    return Optional.empty();
  }
}
