package io.lockstep.session;

import io.lockstep.membership.Membership;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.LossAnswer;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What this node had of one session in its former lives, and what the others have said since that
 * they have of it. Lives on the loop.
 */
final class FormerHoldings {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final long sinceNanos;
  private final Map<Epoch, Held> held = new LinkedHashMap<>();
  private final Map<NodeId, LossAnswer> answers = new LinkedHashMap<>();

  /** The most that anybody ever had of each, for when no past reaches back that far any more. */
  private final Map<Epoch, Long> everFound = new LinkedHashMap<>();

  /** The most that anybody had of each when all had answered last. */
  private final Map<Epoch, Long> foundLast = new LinkedHashMap<>();

  /** What was held under one epoch; what the backups had of it at any time was not lost here. */
  private record Held(long last, Lineage past, long everProtected, String cause) {
    private Held upTo(long sequence) {
      return new Held(sequence, past, everProtected, cause);
    }
  }

  FormerHoldings(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /**
   * Notes what was held.
   *
   * @param cause why it is held no more, for people
   */
  void add(Position last, Lineage past, long everProtected, String cause) {
    held.put(last.epoch(), new Held(last.sequence(), past, everProtected, cause));
  }

  void answered(NodeId holder, LossAnswer answer) {
    answers.put(holder, answer);
    held.forEach(
        (epoch, former) ->
            common(former, Stream.of(answer))
                .ifPresent(found -> everFound.merge(epoch, found, Math::max)));
  }

  /** This node has another life, which is to ask for itself. */
  void forgetAnswers() {
    answers.clear();
    foundLast.clear();
  }

  /** What a node had that has died since is gone. */
  void forgetDead(Membership membership) {
    answers.keySet().removeIf(membership::isDead);
  }

  boolean hasAnswered(NodeId holder) {
    return answers.containsKey(holder);
  }

  /**
   * Whether it is known what the session goes on from, or that nobody has anything of it. Those who
   * are silent are waited for, and so is a copy that has more than who decides, under a higher
   * epoch: it may be gone on from yet. But not for ever.
   */
  boolean isDecided(boolean allHaveAnswered, long nowNanos) {
    return (deciding().findAny().isPresent() && !isContested())
        || (holding().findAny().isEmpty() && allHaveAnswered)
        || nowNanos - sinceNanos > PATIENCE.toNanos();
  }

  private boolean isContested() {
    Epoch decided =
        deciding().map(FormerHoldings::epoch).max(Comparator.naturalOrder()).orElseThrow();
    return holding().filter(answer -> decided.isBelow(epoch(answer))).anyMatch(this::hasMore);
  }

  private boolean hasMore(LossAnswer answer) {
    return held.values().stream()
        .anyMatch(
            former ->
                common(former, Stream.of(answer)).orElse(0) > common(former, deciding()).orElse(0));
  }

  private static Epoch epoch(LossAnswer answer) {
    return Epochs.of(answer.getEpoch());
  }

  private Stream<LossAnswer> deciding() {
    return answers.values().stream().filter(LossAnswer::getDecides);
  }

  private Stream<LossAnswer> holding() {
    return answers.values().stream().filter(answer -> answer.getLineageCount() > 0);
  }

  /**
   * Reports what nobody has, whoever the session goes on from: all have said so twice, since a copy
   * may move while they answer. The rest stays undecided.
   */
  void reportWhatNobodyHas(SessionKey key, LossBook losses) {
    List.copyOf(held.keySet()).forEach(epoch -> reportWhatNobodyHas(key, epoch, losses));
  }

  private void reportWhatNobodyHas(SessionKey key, Epoch epoch, LossBook losses) {
    Held former = Objects.requireNonNull(held.get(epoch));
    OptionalLong found = mostOf(former);
    if (found.isEmpty()) {
      foundLast.remove(epoch);
      return;
    }
    Long before = foundLast.put(epoch, found.getAsLong());
    if (before != null) {
      long kept = Math.max(Math.max(before, found.getAsLong()), former.everProtected());
      if (kept < former.last()) {
        record(key, epoch, kept, losses);
        held.put(epoch, former.upTo(kept));
      }
    }
  }

  /** The most that anybody has; empty when nobody has anything, or it is not known of all. */
  private OptionalLong mostOf(Held former) {
    return holding().allMatch(answer -> common(former, Stream.of(answer)).isPresent())
        ? common(former, holding())
        : OptionalLong.empty();
  }

  /** Reports what the session goes on without. */
  void report(SessionKey key, LossBook losses) {
    held.forEach((epoch, former) -> record(key, epoch, kept(epoch, former), losses));
  }

  private void record(SessionKey key, Epoch epoch, long kept, LossBook losses) {
    Held former = Objects.requireNonNull(held.get(epoch));
    String reason =
        holding().findAny().isPresent()
            ? former.cause() + " before its backup had them"
            : former.cause() + ", and no other has a copy";
    losses.record(key, epoch, Math.max(kept, reportedLater(epoch)), former.last(), reason);
  }

  /** Up to where a later life held what was held under the epoch, and reports it as its own. */
  private long reportedLater(Epoch epoch) {
    Lineage past = Objects.requireNonNull(held.get(epoch)).past();
    return held.entrySet().stream()
        .filter(later -> epoch.isBelow(later.getKey()))
        .flatMapToLong(later -> later.getValue().past().common(past).stream())
        .max()
        .orElse(0);
  }

  /**
   * The word of who decides counts, unless its past does not reach back that far any more. When
   * nobody's does, what was found before they went on that far is not called lost.
   */
  private long kept(Epoch epoch, Held former) {
    OptionalLong decided = common(former, deciding());
    OptionalLong found = decided.isPresent() ? decided : common(former, holding());
    return Math.max(found.orElseGet(() -> foundBefore(epoch)), former.everProtected());
  }

  private long foundBefore(Epoch epoch) {
    return holding().findAny().isPresent() ? everFound.getOrDefault(epoch, 0L) : 0;
  }

  private static OptionalLong common(Held former, Stream<LossAnswer> answers) {
    return answers
        .map(answer -> Lineage.of(answer.getLineageList()))
        .map(former.past()::common)
        .flatMapToLong(OptionalLong::stream)
        .max();
  }
}
