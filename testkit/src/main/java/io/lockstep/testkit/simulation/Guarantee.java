package io.lockstep.testkit.simulation;

import io.lockstep.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster owes one session: with k backups, no acknowledged change is lost by k losses
 * before the session is protected again.
 *
 * <p>A loss is the end of a life that held the latest acknowledged version: its process was killed,
 * it left, or it was declared dead, by the broker's arbiter or by a majority. A life that was
 * declared dead counts from the decision on, although its process may still run: in a split, what
 * only the outvoted side holds is lost then, and what its owner acknowledges afterwards, not
 * knowing it yet, is held by lives that have ended already. Suspicion, silence and a cut take
 * nothing away. Nor does it excuse anything that a living node forgot its copy, because it was
 * asked to, was fenced, or took other content in its place.
 *
 * <p>The count begins anew whenever k + 1 living lives are known to hold that version and the
 * session is protected: an owner told a caller so, or all of them follow one settled epoch. So
 * "lost rightly" takes more than k losses since.
 *
 * <p>A session of which nothing was ever acknowledged may be lost with the last of its copies.
 */
final class Guarantee {
  private final int backups;
  private final Map<NodeId, Version> ended = new LinkedHashMap<>();
  private @Nullable Version promised;

  Guarantee(int backups) {
    this.backups = backups;
  }

  /** A caller was told that the backups hold this. */
  void promised(Version version) {
    Version before = promised;
    if (before == null || version.depth() > before.depth()) {
      promised = version;
    }
  }

  boolean isGiven() {
    return promised != null;
  }

  /** A life that held this has ended. */
  void ended(NodeId life, Version held) {
    ended.put(life, held);
  }

  /** So many living lives hold what is promised under one epoch in force. */
  void held(long lives) {
    if (lives > backups) {
      ended.clear();
    }
  }

  /** Whether anything was lost since the count began. */
  boolean counts() {
    return !ended.isEmpty();
  }

  /** Whether this is, or came from, what was promised. */
  boolean isKeptBy(Version version) {
    Version needed = promised;
    return needed == null || version.includes(needed);
  }

  /** Whether more lives have ended than the guarantee covers. */
  boolean isOver() {
    return promised == null || losses() > backups;
  }

  /**
   * Whether something was promised, and more lives have ended than the guarantee covers: should a
   * copy have come through nevertheless, nobody need know of it.
   */
  boolean hasLapsed() {
    return promised != null && losses() > backups;
  }

  private long losses() {
    return ended.values().stream().filter(this::isKeptBy).count();
  }

  /** What was promised and which losses count, for people. */
  String describe(Function<NodeId, String> names) {
    String lost =
        ended.entrySet().stream()
            .filter(life -> isKeptBy(life.getValue()))
            .map(life -> names.apply(life.getKey()))
            .collect(Collectors.joining(", ", "[", "]"));
    return "%s was acknowledged with %d backups, and the lives that ended since are %s"
        .formatted(promised, backups, lost);
  }
}
