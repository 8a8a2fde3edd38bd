package io.lockstep.transport.jms;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What tells one network's messages from those of others on the same topic.
 *
 * @param text the same on all nodes of the network, and on no others
 */
record NetworkName(String text) {
  /** The property that has the network's name in each message. */
  static final String NETWORK = "lockstepNetwork";

  /** The property that has the receiver's id; messages for all have none. */
  static final String TO = "lockstepTo";

  private static final int PARTS = 4;

  static NetworkName of(NodeAddress address, String instance) {
    // Without the escapes, "a/b" and "c" would be the network of "a" and "b/c".
    return new NetworkName(
        List.of(address.domain(), address.cluster(), address.application(), instance).stream()
            .map(part -> part.replace("%", "%25").replace("/", "%2F"))
            .collect(Collectors.joining("/")));
  }

  /** Its domain, cluster and application, with dots between; empty when it is no such name. */
  Optional<String> cluster() {
    List<String> parts = List.of(text.split("/", -1));
    return parts.size() != PARTS
        ? Optional.empty()
        : Optional.of(
            parts.subList(0, PARTS - 1).stream()
                .map(part -> part.replace("%2F", "/").replace("%25", "%"))
                .collect(Collectors.joining(".")));
  }

  /** Selects what is meant for the node, or for all. */
  String selectorFor(NodeId node) {
    return "%s = '%s' AND (%s IS NULL OR %s = '%s')"
        .formatted(NETWORK, text.replace("'", "''"), TO, TO, node);
  }

  /** Whether the message is what the selector of the node selects. */
  boolean isFor(NodeId node, Message message) throws JMSException {
    if (!text.equals(message.getStringProperty(NETWORK))) {
      return false;
    }
    String to = message.getStringProperty(TO);
    return to == null || to.equals(node.toString());
  }
}
