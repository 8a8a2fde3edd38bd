package io.lockstep.session;

import io.lockstep.membership.Membership;
import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.LossAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** What was held under one epoch; what the backups had of it at any time was not lost here. */
  private record Held(long last, Lineage past, long everProtected) {}

  FormerHoldings(long nowNanos) {
    sinceNanos = nowNanos;
  }

  void add(Position last, Lineage past, long everProtected) {
    held.put(last.epoch(), new Held(last.sequence(), past, everProtected));
  }

  void answered(NodeId holder, LossAnswer answer) {
    answers.put(holder, answer);
  }

  /** This node has another life, which is to ask for itself. */
  void forgetAnswers() {
    answers.clear();
  }

  /** What a node had that has died since is gone. */
  void forgetDead(Membership membership) {
    answers.keySet().removeIf(membership::isDead);
  }

  boolean hasAnswered(NodeId holder) {
    return answers.containsKey(holder);
  }

  /**
   * Whether it is known what the session goes on from, or that nobody has anything of it; those who
   * are silent are waited for, but not for ever.
   */
  boolean isDecided(boolean allHaveAnswered, long nowNanos) {
    return deciding().findAny().isPresent()
        || (holding().findAny().isEmpty() && allHaveAnswered)
        || nowNanos - sinceNanos > PATIENCE.toNanos();
  }

  private Stream<LossAnswer> deciding() {
    return answers.values().stream().filter(LossAnswer::getDecides);
  }

  private Stream<LossAnswer> holding() {
    return answers.values().stream().filter(answer -> answer.getLineageCount() > 0);
  }

  /** Reports what the session goes on without. */
  void report(SessionKey key, LossBook losses) {
    String reason =
        holding().findAny().isPresent()
            ? "this node was declared dead before its backup had them"
            : "this node was declared dead, and no other has a copy";
    held.forEach((epoch, former) -> losses.record(key, epoch, kept(former), former.last(), reason));
  }

  /** The word of who decides counts, unless its past does not reach back that far any more. */
  private long kept(Held former) {
    OptionalLong decided = common(former, deciding());
    long common = decided.isPresent() ? decided.getAsLong() : common(former, holding()).orElse(0);
    return Math.max(common, former.everProtected());
  }

  private static OptionalLong common(Held former, Stream<LossAnswer> answers) {
    return answers
        .map(answer -> Lineage.of(answer.getLineageList()))
        .map(former.past()::common)
        .flatMapToLong(OptionalLong::stream)
        .max();
  }
}
