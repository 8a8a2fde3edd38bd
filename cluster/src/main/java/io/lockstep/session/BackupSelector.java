package io.lockstep.session;

import io.lockstep.membership.Member;
import java.util.List;
import java.util.Optional;

/** Picks the node that backs a session up. Called on the node's loop; must not wait. */
@FunctionalInterface
public interface BackupSelector {
  /**
   * Picks the best candidate.
   *
   * @param candidates members that are not suspected and do not hold the session yet; may be empty
   * @param assigned how many sessions this node has lately given to a candidate, beyond what its
   *     state tells
   * @return empty when none will do
   */
  Optional<Member> select(List<Member> candidates, Assigned assigned);

  /** Counts what the members' own heartbeats do not show yet. */
  @FunctionalInterface
  interface Assigned {
    int to(Member candidate);
  }
}
