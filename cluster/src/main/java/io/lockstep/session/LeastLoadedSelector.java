package io.lockstep.session;

import io.lockstep.membership.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prefers another machine, then the own application version, then the fewest sessions and backups;
 * the default. Warns when another machine would be better and none is there.
 */
final class LeastLoadedSelector implements BackupSelector {
  private static final Logger log = LoggerFactory.getLogger(LeastLoadedSelector.class);

  private final String machineId;
  private final String version;
  private final boolean requireOtherMachine;
  private boolean warned;

  LeastLoadedSelector(String machineId, String version, boolean requireOtherMachine) {
    this.machineId = machineId;
    this.version = version;
    this.requireOtherMachine = requireOtherMachine;
  }

  @Override
  public Optional<Member> select(List<Member> candidates, Assigned assigned) {
    Optional<Member> best = best(candidates, assigned);
    best.ifPresent(this::warnIfSameMachine);
    return best;
  }

  private Optional<Member> best(List<Member> candidates, Assigned assigned) {
    return candidates.stream()
        .filter(member -> !requireOtherMachine || !isSameMachine(member))
        .min(
            Comparator.comparing(this::isSameMachine)
                .thenComparing(member -> !member.version().equals(version))
                .thenComparingInt(
                    member -> member.sessions() + member.backups() + assigned.to(member))
                .thenComparing(member -> member.address().server()));
  }

  private void warnIfSameMachine(Member chosen) {
    boolean isSame = isSameMachine(chosen);
    if (isSame && !warned) {
      log.warn(
          "{} backs sessions up on the same machine ({}): no other machine is there, and the loss of"
              + " this one would lose them",
          chosen.address(),
          machineId);
    }
    warned = isSame;
  }

  @Override
  public boolean mayStay(Member backup, List<Member> others) {
    return !isSameMachine(backup)
        || (!requireOtherMachine && others.stream().allMatch(this::isSameMachine));
  }

  private boolean isSameMachine(Member member) {
    return member.machineId().equals(machineId);
  }
}
