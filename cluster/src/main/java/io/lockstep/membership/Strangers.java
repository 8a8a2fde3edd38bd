package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lives that somebody told of, or that session data names, and that are neither members nor known
 * to be dead. When all who knew one are gone themselves, nobody suspects it any more, and yet what
 * waits for its consent or its death would wait for ever. So this node notes since when it misses
 * one, and may propose its death. Lives on the node's loop.
 */
final class Strangers {
  private static final int MOST = 1000;

  /** What misses a life says so more often. */
  private static final Duration MEMORY = Duration.ofMinutes(2);

  private final EventLoop loop;
  private final long detectionNanos;
  private final Predicate<NodeId> known;
  private final Map<NodeId, Stranger> strangers = new LinkedHashMap<>();

  private static final class Stranger {
    /** Where it was a member of this node's former life; null when this node never met it. */
    private final @Nullable NodeAddress address;

    private long unheardSince;
    private long lastMissed;
    private boolean missedHere;

    private Stranger(@Nullable NodeAddress address, long now) {
      this.address = address;
      this.unheardSince = now;
      this.lastMissed = now;
    }
  }

  /**
   * @param known whether a node is a member, this one itself, or dead
   */
  Strangers(EventLoop loop, Duration detectionTime, Predicate<NodeId> known) {
    this.loop = loop;
    this.detectionNanos = detectionTime.toNanos();
    this.known = known;
  }

  /** Something waits for the node, or for its death. */
  void miss(NodeId node) {
    note(node, null);
    Stranger present = strangers.get(node);
    if (present != null) {
      present.missedHere = true;
    }
  }

  /** Another node misses it: this one begins to, but proposes nothing, and asks nobody. */
  void asked(NodeId node) {
    Stranger present = strangers.get(node);
    if (present == null) {
      note(node, null);
    } else if (!present.missedHere) {
      present.lastMissed = loop.nanoTime();
    }
  }

  /** Those of the silent ones whose death this node is to propose. */
  Set<NodeId> silentAndMissedHere() {
    Set<NodeId> silent = silent();
    silent.removeIf(node -> !isMissedHere(node));
    return silent;
  }

  private boolean isMissedHere(NodeId node) {
    Stranger stranger = strangers.get(node);
    return stranger != null && stranger.missedHere;
  }

  /**
   * This node begins a new life, and does not know yet whether its former companion still lives.
   */
  void missCompanion(Member companion) {
    note(companion.id(), companion.address());
  }

  /** Where the node was a member of this node's former life; null when it was none. */
  @Nullable NodeAddress addressOf(NodeId node) {
    Stranger stranger = strangers.get(node);
    return stranger == null ? null : stranger.address;
  }

  private void note(NodeId node, @Nullable NodeAddress address) {
    Stranger present = strangers.get(node);
    if (present != null) {
      present.lastMissed = loop.nanoTime();
    } else if (strangers.size() < MOST && !known.test(node)) {
      strangers.put(node, new Stranger(address, loop.nanoTime()));
    }
  }

  /** The node sent something. */
  void heard(NodeId node) {
    Stranger stranger = strangers.get(node);
    if (stranger != null) {
      stranger.unheardSince = loop.nanoTime();
    }
  }

  /** What was not heard while this node could hear nothing counts against nobody. */
  void forgive() {
    strangers.values().forEach(stranger -> stranger.unheardSince = loop.nanoTime());
  }

  /** Drops those that are known by now, and those that nobody misses any more. */
  void tidy() {
    long longest = detectionNanos + MEMORY.toNanos();
    strangers
        .entrySet()
        .removeIf(
            entry ->
                known.test(entry.getKey())
                    || loop.nanoTime() - entry.getValue().lastMissed > longest);
  }

  /** A copy. */
  List<NodeId> all() {
    return strangers.keySet().stream().filter(known.negate()).toList();
  }

  boolean contains(NodeId node) {
    return strangers.containsKey(node) && !known.test(node);
  }

  /** Those that were missed, and not heard, for the detection time. */
  Set<NodeId> silent() {
    var silent = new LinkedHashSet<NodeId>();
    strangers.forEach(
        (node, stranger) -> {
          if (loop.nanoTime() - stranger.unheardSince > detectionNanos && !known.test(node)) {
            silent.add(node);
          }
        });
    return silent;
  }

  /** Those that were members at the address. A copy. */
  List<NodeId> at(NodeAddress address) {
    var there = new ArrayList<NodeId>();
    strangers.forEach(
        (node, stranger) -> {
          if (address.equals(stranger.address) && !known.test(node)) {
            there.add(node);
          }
        });
    return there;
  }
}
