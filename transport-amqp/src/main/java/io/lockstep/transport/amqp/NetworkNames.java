package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.TransportProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names of the exchanges and queues on the broker, of one cluster's transport instance.
 *
 * @param toAll the fanout exchange to which every node's queue is bound
 * @param toOne the direct exchange to which every node's queue is bound by its node's id
 * @param obituaries the direct exchange to which a judge binds its queue by the id of each node
 *     that it declared dead
 */
record NetworkNames(String prefix, String toAll, String toOne, String obituaries) {
  // AMQP allows 255 bytes; the longest suffix takes 22.
  private static final int LONGEST_PREFIX = 200;
  private static final String DEAD = ".dead";

  static NetworkNames of(NodeAddress address, String instance) {
    String cluster = address.domain() + "." + address.cluster() + "." + address.application();
    String name =
        instance.equals(TransportProvider.DEFAULT_INSTANCE) ? cluster : cluster + "." + instance;
    String prefix = "lockstep." + safe(name);
    return new NetworkNames(prefix, prefix + ".all", prefix + ".one", prefix + DEAD);
  }

  String queueOf(NodeId node) {
    return prefix + "." + node;
  }

  /** The queue whose being there says that the node is dead. */
  String recordOf(NodeId node) {
    return obituaries + "." + node;
  }

  /**
   * Any name a broker may not take, or find too long, is told apart by its digest; and so is one
   * whose nodes' queues would be the records of another instance.
   */
  private static String safe(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    if (plain.equals(name) && name.length() <= LONGEST_PREFIX && !name.endsWith(DEAD)) {
      return name;
    }
    String shortened = plain.substring(0, Math.min(plain.length(), LONGEST_PREFIX - 33));
    return shortened + "." + digest(name);
  }

  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
