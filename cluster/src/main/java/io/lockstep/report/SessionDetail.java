package io.lockstep.report;

import java.util.List;

/**
 * What one node has of a session: names, sizes and positions, never values. Immutable.
 *
 * @param server the node's
 * @param key as in the reports: the first 12 digits of the session's key
 * @param owns whether the node owns it; else it holds a copy
 * @param epoch that of the content, as {@code counter@node}
 * @param sequence the number of the last change in the content
 * @param ageMs how long ago the session was made
 * @param idleMs how long ago it was used last
 * @param maxInactiveMs after what time without use it ends; 0 for never
 * @param replication {@code async} or {@code acknowledged}, where the session has a mode of its
 *     own; else empty
 * @param tracksChanges whether changes in place are found in it
 * @param attributes in the order of their names
 * @param documents in the order of their names
 * @param backups how far they have come; empty for a copy
 * @param former the servers that held it under earlier epochs, and have not consented to this one
 * @param history its latest epochs in which anything was changed, the oldest first
 */
public record SessionDetail(
    String server,
    String key,
    boolean owns,
    String epoch,
    long sequence,
    long ageMs,
    long idleMs,
    long maxInactiveMs,
    String replication,
    boolean tracksChanges,
    List<Attribute> attributes,
    List<Document> documents,
    List<Backup> backups,
    List<String> former,
    List<Past> history) {
  /** Copies the lists. */
  public SessionDetail {
    attributes = List.copyOf(attributes);
    documents = List.copyOf(documents);
    backups = List.copyOf(backups);
    former = List.copyOf(former);
    history = List.copyOf(history);
  }

  /**
   * An attribute.
   *
   * @param bytes how many its value takes
   * @param sequence the number of the session's change that set it; 0 when that was before the
   *     content came here
   */
  public record Attribute(String name, int bytes, long sequence) {}

  /**
   * An XML document.
   *
   * @param bytes about how many it takes
   * @param nodes how many it has, attributes not counted
   * @param sequence how many batches have changed it
   * @param sharedWithClient whether its client has it, too
   */
  public record Document(
      String name, long bytes, int nodes, long sequence, boolean sharedWithClient) {}

  /**
   * A backup as its owner sees it.
   *
   * @param acknowledged the last change that it has
   * @param pending how many it lacks
   * @param state {@code holds}, {@code awaits} a whole copy, or {@code stalled}
   */
  public record Backup(String server, long acknowledged, long pending, String state) {}

  /**
   * An epoch.
   *
   * @param lastSequence the number of the last change under it
   */
  public record Past(String epoch, long lastSequence) {}
}
