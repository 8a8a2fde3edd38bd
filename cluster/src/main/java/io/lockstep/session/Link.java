package io.lockstep.session;

import io.lockstep.transport.NodeId;

/** How far one backup has followed, as its owner knows. Used on the loop alone. */
final class Link {
  private static final long NOT_INSTALLED = -1;

  final NodeId node;
  private long acknowledged = NOT_INSTALLED;
  private long lastSentNanos;
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

  /** Whether it did not acknowledge in time; nothing is promised of it until it does. */
  boolean isStalled() {
    return stalled;
  }

  boolean isBehind(long sequence) {
    return acknowledged < sequence;
  }

  /** Something is sent; if it had everything before, its time to acknowledge begins. */
  void sent(long nowNanos, long sequenceBefore) {
    if (!isBehind(sequenceBefore)) {
      waitingSinceNanos = nowNanos;
    }
    lastSentNanos = nowNanos;
  }

  void resent(long nowNanos) {
    lastSentNanos = nowNanos;
    resends++;
  }

  void acknowledge(long sequence, long nowNanos) {
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
  }

  void stall() {
    stalled = true;
    acknowledged = NOT_INSTALLED;
  }

  boolean isOverdue(long nowNanos, long timeoutNanos) {
    return !stalled && nowNanos - waitingSinceNanos > timeoutNanos;
  }

  /** Resends begin after 200 ms, and come at most once a second. */
  boolean isDueForResend(long nowNanos) {
    long pause =
        stalled ? 1_000_000_000L : Math.min(1_000_000_000L, 200_000_000L << Math.min(3, resends));
    return nowNanos - lastSentNanos > pause;
  }
}
