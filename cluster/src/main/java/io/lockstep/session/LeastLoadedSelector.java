package io.lockstep.session;

import io.lockstep.membership.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prefers another machine, then the own application version, then the fewest sessions and backups;
 * the default. Warns when another machine would be better and none is there. For one node.
 */
public final class LeastLoadedSelector implements BackupSelector {
  private static final Logger log = LoggerFactory.getLogger(LeastLoadedSelector.class);

  private boolean warned;

  @Override
  public Optional<Member> select(List<Member> candidates, Origin origin) {
    Optional<Member> best = best(candidates, origin);
    best.ifPresent(chosen -> warnIfSameMachine(chosen, origin));
    return best;
  }

  private static Optional<Member> best(List<Member> candidates, Origin origin) {
    return candidates.stream()
        .min(
            Comparator.comparing((Member member) -> isSameMachine(member, origin))
                .thenComparing(member -> !member.version().equals(origin.version()))
                .thenComparingInt(
                    member -> member.sessions() + member.backups() + origin.assignedTo(member))
                .thenComparing(member -> member.address().server()));
  }

  private void warnIfSameMachine(Member chosen, Origin origin) {
    boolean isSame = isSameMachine(chosen, origin);
    if (isSame && !warned) {
      log.warn(
          "{} backs sessions up on the same machine ({}): no other machine is there, and the loss of"
              + " this one would lose them",
          chosen.address(),
          origin.machineId());
    }
    warned = isSame;
  }

  @Override
  public boolean mayStay(Member backup, List<Member> others, Origin origin) {
    return !isSameMachine(backup, origin)
        || others.stream().allMatch(other -> isSameMachine(other, origin));
  }

  private static boolean isSameMachine(Member member, Origin origin) {
    return member.machineId().equals(origin.machineId());
  }
}
