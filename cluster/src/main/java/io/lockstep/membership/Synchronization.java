package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What this life of the node knows of who else is there: whom it asked, who was told of, and
 * whether somebody may be missing. Lives on the node's loop.
 */
final class Synchronization {
  private static final int MOST_EXPECTED = 10_000;
  private static final int MOST_DISMISSED = 1000;

  /** Longer than a node takes to find a broker again that has come back. */
  private static final Duration RETURN = Duration.ofSeconds(3);

  private final EventLoop loop;
  private final MembershipSettings settings;
  private final Predicate<NodeId> known;
  private final Set<NodeId> expected = new LinkedHashSet<>();

  /** Those that answered, and cannot be members. */
  private final Set<NodeId> dismissed = new LinkedHashSet<>();

  private long token;
  private boolean done;
  private boolean answered;
  private boolean alone;
  private long openedNanos;
  private long connectedNanos;
  private long lastHeardNanos;
  private boolean diedOfSilence;
  private long lastSilentDeathNanos;

  /**
   * @param known whether a node is a member, this one itself, or dead: nobody to wait for
   */
  Synchronization(EventLoop loop, MembershipSettings settings, Predicate<NodeId> known) {
    this.loop = loop;
    this.settings = settings;
    this.known = known;
  }

  /** A new life begins; whom the former one expected is still to be heard. */
  void begin() {
    token = loop.random().nextLong() | 1;
    done = false;
    answered = false;
    alone = false;
    openedNanos = loop.nanoTime();
  }

  /** What an answer to a question of this life must carry. */
  long token() {
    return token;
  }

  void connected() {
    connectedNanos = loop.nanoTime();
  }

  void disconnected() {
    alone = false;
  }

  /** The node sent something. */
  void heard(NodeId node) {
    if (!dismissed.contains(node)) {
      lastHeardNanos = loop.nanoTime();
    }
  }

  /** A member answered, and told whom it knows. */
  void answered(Collection<Long> incarnations) {
    answered = true;
    expect(incarnations);
  }

  /** Until these are heard, this node does not know all. */
  void expect(Collection<Long> incarnations) {
    incarnations.stream().filter(id -> id != 0).map(NodeId::new).forEach(this::expect);
  }

  void expect(NodeId node) {
    if (expected.size() < MOST_EXPECTED && !known.test(node) && !isDismissed(node)) {
      expected.add(node);
    }
  }

  /** It is a member now. */
  void joined(NodeId node) {
    expected.remove(node);
  }

  /** It answered, and cannot be a member: it is not waited for. */
  void dismiss(NodeId node) {
    expected.remove(node);
    dismissed.add(node);
    if (dismissed.size() > MOST_DISMISSED) {
      dismissed.remove(dismissed.iterator().next());
    }
  }

  boolean isDismissed(NodeId node) {
    return dismissed.contains(node);
  }

  /** The transport's word that there is nobody else. */
  void nobodyElse() {
    alone = true;
  }

  /** The life is over; of silence alone it may be that it goes on behind a split. */
  void ended(NodeId node, boolean ofSilence) {
    expected.remove(node);
    if (ofSilence) {
      diedOfSilence = true;
      lastSilentDeathNanos = loop.nanoTime();
    }
  }

  /** Whether all who were told of have been heard, and somebody was told of at all. */
  boolean isComplete() {
    return answered && !isSomeoneUnheard();
  }

  /** Whether this node has waited for answers as long as it may. */
  boolean isOverdue() {
    return loop.nanoTime() - connectedNanos >= settings.synchronizationDelay().toNanos();
  }

  boolean isDone() {
    return done;
  }

  void finish() {
    done = true;
  }

  /**
   * Whether nobody can be there who is no member here.
   *
   * @param hasMembers whether there is any member besides this node
   */
  boolean knowsAll(boolean hasMembers) {
    return done
        && !isSomeoneUnheard()
        && !someoneMayReturn()
        && (hasMembers || isAloneForGood() || hasHeardNothingForLong());
  }

  /**
   * The transport says that there is nobody else, and who lost it at the same time, as when a
   * broker starts again, has had time to come back.
   */
  private boolean isAloneForGood() {
    return alone && loop.nanoTime() - connectedNanos >= RETURN.toNanos();
  }

  private boolean isSomeoneUnheard() {
    return !expected.isEmpty();
  }

  /** Those who were told of and have not been heard. */
  Collection<NodeId> unheard() {
    return expected;
  }

  /** Who died of silence alone may come back under a new id any moment. */
  private boolean someoneMayReturn() {
    return diedOfSilence && isWithinDetectionTime(lastSilentDeathNanos);
  }

  private boolean hasHeardNothingForLong() {
    return !isWithinDetectionTime(Math.max(Math.max(openedNanos, connectedNanos), lastHeardNanos));
  }

  private boolean isWithinDetectionTime(long since) {
    Duration ago = Duration.ofNanos(loop.nanoTime() - since);
    return ago.compareTo(settings.detectionTime()) <= 0;
  }
}
