package io.lockstep.session;

import io.lockstep.membership.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Prefers another machine, then the own application version, then the fewest sessions and backups;
 * the default.
 */
final class LeastLoadedSelector implements BackupSelector {
  private final String machineId;
  private final String version;
  private final boolean requireOtherMachine;

  LeastLoadedSelector(String machineId, String version, boolean requireOtherMachine) {
    this.machineId = machineId;
    this.version = version;
    this.requireOtherMachine = requireOtherMachine;
  }

  @Override
  public Optional<Member> select(List<Member> candidates, Assigned assigned) {
    return candidates.stream()
        .filter(member -> !requireOtherMachine || !isSameMachine(member))
        .min(
            Comparator.comparing(this::isSameMachine)
                .thenComparing(member -> !member.version().equals(version))
                .thenComparingInt(
                    member -> member.sessions() + member.backups() + assigned.to(member))
                .thenComparing(member -> member.address().server()));
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
