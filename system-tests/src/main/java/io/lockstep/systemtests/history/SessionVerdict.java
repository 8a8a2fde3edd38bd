package io.lockstep.systemtests.history;

import java.util.List;

/**
 * What the history of one session tells.
 *
 * @param calls how many there were
 * @param writes how many of them append and were acknowledged
 * @param reads how many of them only read and were acknowledged
 * @param unpromised how many were answered without a promise to keep what they told
 * @param unanswered how many had no answer of the shop
 * @param dropped how many appended items, answered without a promise, were not kept
 * @param lost whether the session was promised, and another took its place or it was not there in
 *     the end
 * @param violations what contradicts what was promised; one sentence each
 */
public record SessionVerdict(
    String session,
    int calls,
    int writes,
    int reads,
    int unpromised,
    int unanswered,
    int dropped,
    boolean lost,
    List<String> violations) {
  public SessionVerdict {
    violations = List.copyOf(violations);
  }
}
