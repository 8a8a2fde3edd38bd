package io.lockstep.transport;

import java.util.List;

/**
 * A node's address {@code <domain>.<cluster>.<server>.<application>}. Nodes with the same domain,
 * cluster and application form one cluster.
 *
 * @param domain not blank; like all parts without space or dot
 * @param cluster the cluster's name
 * @param server unique within the cluster
 * @param application the same on every server that runs it
 */
public record NodeAddress(String domain, String cluster, String server, String application) {
  /** What {@link #isPart} takes, for messages. */
  public static final String ALLOWED_PART = "a name without spaces and dots, not empty";

  /**
   * Throws {@link IllegalArgumentException} that names the part when one is empty or holds a space
   * or a dot.
   */
  public NodeAddress {
    check("domain", domain);
    check("cluster", cluster);
    check("server", server);
    check("application", application);
  }

  private static void check(String part, String value) {
    if (!isPart(value)) {
      throw new IllegalArgumentException(
          "%s \"%s\": allowed is %s".formatted(part, value, ALLOWED_PART));
    }
  }

  /** Whether the text can be one of the four parts. */
  public static boolean isPart(String text) {
    return !text.isEmpty() && text.indexOf('.') < 0 && text.chars().noneMatch(NodeAddress::isSpace);
  }

  private static boolean isSpace(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  /** Whether both belong to one cluster. */
  public boolean sameCluster(NodeAddress other) {
    return clusterName().equals(other.clusterName());
  }

  /** The hash under which the cluster travels in every frame. */
  public int clusterHash() {
    return clusterName().hashCode();
  }

  private List<String> clusterName() {
    return List.of(domain, cluster, application);
  }

  @Override
  public String toString() {
    return domain + "." + cluster + "." + server + "." + application;
  }
}
