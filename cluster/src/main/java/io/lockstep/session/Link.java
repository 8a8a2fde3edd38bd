package io.lockstep.session;

import io.lockstep.transport.NodeId;

/** How far one backup has followed, as its owner knows. Used on the loop alone. */
final class Link {
  private static final long NOT_INSTALLED = -1;

  final NodeId node;
  private long acknowledged = NOT_INSTALLED;
  private int copyBytes;

  /** How much longer than usual the last that was sent may take to be acknowledged. */
  private long longerNanos;

  private long lastSentNanos;
  private long acknowledgedNanos;
  private long waitingSinceNanos;
  private int resends;
  private boolean stalled;
  private boolean follows;
  private boolean owesConsent;

  /** A backup that has nothing yet. */
  Link(NodeId node, long nowNanos) {
    this.node = node;
    this.waitingSinceNanos = nowNanos;
  }

  /** A backup that held the session under an earlier epoch, and has not consented to this one. */
  static Link former(NodeId node, long nowNanos) {
    var link = new Link(node, nowNanos);
    link.owesConsent = true;
    return link;
  }

  /** A backup of the epoch before, which needs a copy under the present one. */
  static Link kept(NodeId node, long nowNanos) {
    var link = new Link(node, nowNanos);
    link.follows = true;
    return link;
  }

  /** A backup that has everything up to the sequence already. */
  static Link upTo(NodeId node, long sequence, long nowNanos) {
    Link link = kept(node, nowNanos);
    link.acknowledged = sequence;
    link.acknowledgedNanos = nowNanos;
    return link;
  }

  /** Whether it has ever followed this owner, under this epoch or one before. */
  boolean follows() {
    return follows;
  }

  boolean isInstalled() {
    return acknowledged != NOT_INSTALLED;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** Whether it has acknowledged anything since then. */
  boolean hasAcknowledgedSince(long nanos) {
    return isInstalled() && acknowledgedNanos - nanos >= 0;
  }

  /** Whether it did not acknowledge in time; nothing is promised of it until it does. */
  boolean isStalled() {
    return stalled;
  }

  boolean isBehind(long sequence) {
    return acknowledged < sequence;
  }

  /**
   * A batch is sent; if it had everything before, its time to acknowledge begins.
   *
   * @param longer how much longer than usual that may take
   */
  void sent(long nowNanos, long sequenceBefore, long longer) {
    if (!isBehind(sequenceBefore)) {
      waitingSinceNanos = nowNanos;
      longerNanos = 0;
    }
    longerNanos = Math.max(longerNanos, longer);
    lastSentNanos = nowNanos;
  }

  void resent(long nowNanos) {
    lastSentNanos = nowNanos;
    resends++;
  }

  /**
   * As {@link #resent}, of a whole copy.
   *
   * @param longer as in {@link #sent}
   */
  void copied(long nowNanos, int bytes, long longer) {
    resent(nowNanos);
    copyBytes = bytes;
    longerNanos = Math.max(longerNanos, longer);
  }

  /** How large the copy is that it was sent and has not acknowledged; 0 when there is none. */
  int copyBytes() {
    return copyBytes;
  }

  void acknowledge(long sequence, long nowNanos) {
    copyBytes = 0;
    acknowledgedNanos = nowNanos;
    if (sequence > acknowledged) {
      acknowledged = sequence;
      waitingSinceNanos = nowNanos;
      resends = 0;
    }
    stalled = false;
    follows = true;
    owesConsent = false;
  }

  /** Whether the session is not settled before it has consented, by its first acknowledgement. */
  boolean owesConsent() {
    return owesConsent;
  }

  /** Another may have given it the session: its consent is needed. */
  void oweConsent() {
    owesConsent = true;
  }

  /** The owner itself was late: that time counts against nobody. */
  void forgive(long nanos) {
    waitingSinceNanos += nanos;
  }

  /** It needs a whole copy, from the beginning. */
  void reset(long nowNanos) {
    acknowledged = NOT_INSTALLED;
    waitingSinceNanos = nowNanos;
    resends = 0;
    copyBytes = 0;
    longerNanos = 0;
  }

  void stall() {
    stalled = true;
    copyBytes = 0;
    acknowledged = NOT_INSTALLED;
  }

  boolean isOverdue(long nowNanos, long timeoutNanos) {
    return !stalled && nowNanos - waitingSinceNanos > timeoutNanos + longerNanos;
  }

  /**
   * Resends begin after 200 ms, and come at most once a second.
   *
   * @param underWayNanos how long what is on its way to that node takes now
   */
  boolean isDueForResend(long nowNanos, long underWayNanos) {
    long pause =
        stalled ? 1_000_000_000L : Math.min(1_000_000_000L, 200_000_000L << Math.min(3, resends));
    return nowNanos - lastSentNanos > pause + Math.max(longerNanos, underWayNanos);
  }
}
