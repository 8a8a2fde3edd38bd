package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.BackupSelector.Origin;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What holds for backups whoever picks them: members without failover hold none, nor do those on
 * this node's machine where another one is required, and one that drains only where nobody else
 * will do. Lives on the loop.
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
    var here = new Here(machineId, version, assigned);
    Optional<Member> best = selector.select(lasting(members), here);
    List<Member> draining = eligible(members).stream().filter(Member::draining).toList();
    return best.isPresent() || draining.isEmpty() ? best : selector.select(draining, here);
  }

  /**
   * Whether a backup need not be replaced.
   *
   * @param others those that could hold it instead
   */
  boolean mayStay(Member backup, List<Member> others, ToIntFunction<Member> assigned) {
    List<Member> lasting = lasting(others);
    return isEligible(backup)
        && !(backup.draining() && !lasting.isEmpty())
        && selector.mayStay(backup, lasting, new Here(machineId, version, assigned));
  }

  private List<Member> lasting(List<Member> members) {
    return eligible(members).stream().filter(member -> !member.draining()).toList();
  }

  private List<Member> eligible(List<Member> members) {
    return members.stream().filter(this::isEligible).toList();
  }

  private boolean isEligible(Member member) {
    return member.takesBackups() && !(requireOtherMachine && member.machineId().equals(machineId));
  }
}
