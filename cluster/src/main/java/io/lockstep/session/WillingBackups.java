package io.lockstep.session;

import io.lockstep.membership.Member;
import java.util.List;
import java.util.Optional;

/** Leaves out members without failover: they hold no backups, whoever picks. */
final class WillingBackups implements BackupSelector {
  private final BackupSelector selector;

  WillingBackups(BackupSelector selector) {
    this.selector = selector;
  }

  @Override
  public Optional<Member> select(List<Member> candidates, Assigned assigned) {
    return selector.select(willing(candidates), assigned);
  }

  @Override
  public boolean mayStay(Member backup, List<Member> others) {
    return backup.takesBackups() && selector.mayStay(backup, willing(others));
  }

  private static List<Member> willing(List<Member> members) {
    return members.stream().filter(Member::takesBackups).toList();
  }
}
