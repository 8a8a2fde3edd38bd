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

  /**
   * Whether a backup may stay where it is: asked when the members change, and when a session comes
   * from another node, whose rules were the same but whose place was not.
   *
   * @param backup holds the session
   * @param others members that could hold it instead; may be empty
   * @return false to give it up: at once, or, when the selector picks nobody else, only as what
   *     protects the session
   */
  default boolean mayStay(Member backup, List<Member> others) {
    return true;
  }

  /** Counts what the members' own heartbeats do not show yet. */
  @FunctionalInterface
  interface Assigned {
    int to(Member candidate);
  }
}
