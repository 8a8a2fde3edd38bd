package io.lockstep.store;

import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.StoreState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the other nodes said last that they have of one store. Lives on the loop. */
final class PeerStates {
  /** What is on its way by itself takes less. */
  static final Duration GRACE = Duration.ofMillis(400);

  /** After so many periods without word nothing is known of a node. */
  private static final int LONGEST_PERIODS = 3;

  /**
   * What was the same and could not be compared for so long may be something else. Longer than
   * nodes whose clocks differ take to forget what is over.
   */
  private static final Duration LONGEST_TRUST = Duration.ofMinutes(5);

  private final StoreContext context;
  private final StoreCell cell;
  private final VersionVector vector;
  private final Map<NodeId, Told> told = new LinkedHashMap<>();
  private VersionVector earlier = new VersionVector();
  private VersionVector recent = new VersionVector();
  private long recentNanos;

  PeerStates(StoreContext context, StoreCell cell, VersionVector vector) {
    this.context = context;
    this.cell = cell;
    this.vector = vector;
    this.recentNanos = context.loop().nanoTime();
  }

  void tell(NodeId peer, StoreState state) {
    long now = context.loop().nanoTime();
    VersionVector other = StoreWire.vector(state.getVector());
    var digest = new Digest(state.getRoot(), state.getTimedRoot(), state.getMarkMs());
    Agreement compared = compare(other, digest);
    Told before = told.get(peer);
    long comparedNanos = now;
    if (compared == Agreement.UNKNOWN && before != null) {
      compared = stillSame(before, now);
      comparedNanos = before.comparedNanos();
    }
    told.put(peer, new Told(other, digest, state.getCount(), true, compared, comparedNanos, now));
  }

  private Agreement compare(VersionVector other, Digest digest) {
    if (!other.covers(settled())) {
      return Agreement.OTHER;
    }
    Digest own = cell.digest();
    return own == null || !vector.equals(other) ? Agreement.UNKNOWN : own.compare(digest);
  }

  /**
   * Changes on their way are no difference, but hide whether there is one: who was the same before
   * them, and misses none that is older, still is.
   */
  private static Agreement stillSame(Told before, long nowNanos) {
    boolean isRecent = nowNanos - before.comparedNanos() <= LONGEST_TRUST.toNanos();
    return before.agreement() == Agreement.SAME && isRecent ? Agreement.SAME : Agreement.UNKNOWN;
  }

  /** What this node had long enough ago that all others should have it. */
  private VersionVector settled() {
    return context.loop().nanoTime() - recentNanos >= GRACE.toNanos() ? recent : earlier;
  }

  /** This node has told all others what it has. */
  void toldAll() {
    earlier = settled();
    recent = vector.copy();
    recentNanos = context.loop().nanoTime();
  }

  /** Whether the node has what is here, as far as it has told. */
  Agreement agreementOf(NodeId node) {
    Told known = told.get(node);
    long longest = LONGEST_PERIODS * context.settings().statusPeriod().toNanos();
    if (known == null || context.loop().nanoTime() - known.atNanos() > longest) {
      return Agreement.UNKNOWN;
    }
    return vector.covers(known.vector()) ? known.agreement() : Agreement.OTHER;
  }

  /** The vectors that the nodes told last; null when one of them has not told any. */
  @Nullable Map<NodeId, VersionVector> vectorsOf(List<NodeId> nodes) {
    var vectors = new LinkedHashMap<NodeId, VersionVector>();
    for (NodeId node : nodes) {
      Told known = told.get(node);
      if (known == null) {
        return null;
      }
      vectors.put(node, known.vector());
    }
    return vectors;
  }

  /** Adds all that is known to have been changed anywhere, as far as it was told. */
  void addTold(VersionVector all) {
    told.values().forEach(known -> all.add(known.vector()));
  }

  /** Whether nobody has told of a change that is not here. Makes nothing. */
  boolean isComplete() {
    return told.values().stream().allMatch(known -> vector.covers(known.vector()));
  }

  /** About how many entries there are to be had from that node. */
  long expectedFrom(NodeId peer) {
    Told known = told.get(peer);
    if (known == null) {
      return 0;
    }
    VersionVector both = vector.copy();
    both.add(known.vector());
    return Math.max(0, Math.min(known.count(), both.count() - vector.count()));
  }

  /** The nodes from which there is something to be had. */
  List<NodeId> able() {
    return told.keySet().stream().filter(this::has).toList();
  }

  /** Whether there is something to be had from that node. */
  boolean has(NodeId peer) {
    Told known = told.get(peer);
    return known != null
        && known.answers()
        && (!vector.covers(known.vector())
            || (known.vector().covers(vector) && isOtherDigest(known)));
  }

  private boolean isOtherDigest(Told known) {
    Digest own = cell.digest();
    Digest theirs = known.digest();
    return own != null && theirs != null && own.compare(theirs) == Agreement.OTHER;
  }

  /** It did not answer: it is not asked again before it tells anew. */
  void noAnswer(NodeId peer) {
    told.computeIfPresent(peer, (node, known) -> known.withoutAnswer());
  }

  /**
   * All was fetched that there was to be had. What the peer told of its digest may be older than
   * what it sent.
   *
   * @param dropped whether entries may have been dropped here
   */
  void pulled(NodeId peer, boolean dropped) {
    told.computeIfPresent(peer, (node, known) -> known.withoutDigest());
    if (dropped) {
      told.replaceAll((node, known) -> known.withoutAgreement());
    }
  }

  void ended(NodeId node) {
    told.remove(node);
  }

  /** Forgets what nodes said that are not members any more. */
  void retain(List<NodeId> members) {
    told.keySet().retainAll(members);
  }
}
