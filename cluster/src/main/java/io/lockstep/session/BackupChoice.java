package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.BackupSelector.Origin;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What holds for backups whoever picks them: members without failover hold none, nor do those on
 * this node's machine where another one is required. Lives on the loop.
 */
final class BackupChoice {
  private final BackupSelector selector;
  private final String machineId;
  private final String version;
  private final boolean requireOtherMachine;

  BackupChoice(BackupSelector selector, MembershipSettings node, boolean requireOtherMachine) {
    this.selector = selector;
    this.machineId = node.machineId();
    this.version = node.version();
    this.requireOtherMachine = requireOtherMachine;
  }

  private record Here(String machineId, String version, ToIntFunction<Member> assigned)
      implements Origin {
    @Override
    public int assignedTo(Member candidate) {
      return assigned.applyAsInt(candidate);
    }
  }

  /**
   * The best of them.
   *
   * @param assigned how many sessions a member was lately given
   */
  Optional<Member> select(List<Member> members, ToIntFunction<Member> assigned) {
    return selector.select(eligible(members), new Here(machineId, version, assigned));
  }

  /**
   * Whether a backup need not be replaced.
   *
   * @param others those that could hold it instead
   */
  boolean mayStay(Member backup, List<Member> others, ToIntFunction<Member> assigned) {
    return isEligible(backup)
        && selector.mayStay(backup, eligible(others), new Here(machineId, version, assigned));
  }

  private List<Member> eligible(List<Member> members) {
    return members.stream().filter(this::isEligible).toList();
  }

  private boolean isEligible(Member member) {
    return member.takesBackups() && !(requireOtherMachine && member.machineId().equals(machineId));
  }
}
