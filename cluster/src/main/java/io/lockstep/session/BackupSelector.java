package io.lockstep.session;

import io.lockstep.membership.Member;
import java.util.List;
import java.util.Optional;

/**
 * Picks the node that backs a session up. Called on the node's loop; must not wait. What it throws,
 * and an answer that is no candidate, count as nobody.
 */
@FunctionalInterface
public interface BackupSelector {
  /**
   * Picks the best candidate.
   *
   * @param candidates members that hold backups, are not suspected and do not hold the session yet;
   *     with {@code machine-id-policy = require} none of them is on the origin's machine; may be
   *     empty
   * @return one of the candidates; empty when none will do
   */
  Optional<Member> select(List<Member> candidates, Origin origin);

  /**
   * Whether a backup may stay where it is: asked when the members change, and when a session comes
   * from another node, whose rules were the same but whose place was not.
   *
   * @param backup holds the session
   * @param others members that could hold it instead; may be empty
   * @return false to give it up: at once, or, when the selector picks nobody else, only as what
   *     protects the session
   */
  default boolean mayStay(Member backup, List<Member> others, Origin origin) {
    return true;
  }

  /** The node whose session is backed up. */
  interface Origin {
    /** Where it runs. */
    String machineId();

    /** Its application's version, may be empty. */
    String version();

    /**
     * How many sessions it has lately given to the candidate, beyond what the candidate's own
     * heartbeats tell.
     */
    int assignedTo(Member candidate);
  }
}
