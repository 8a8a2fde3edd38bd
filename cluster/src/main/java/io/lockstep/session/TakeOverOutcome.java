package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.transport.NodeId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a take-over came to.
 *
 * @param state the content to go on from; null: there is no such session, or this node owns it
 *     already
 * @param base what the content had come to, under the epoch before
 * @param position the first position under the new epoch
 * @param seen the epochs that any copy had promised before
 * @param settledEpoch the highest epoch that is known to have been in force before
 * @param voided those of them that were never in force
 * @param kept backups that have exactly this content
 * @param former copies that have neither become backups nor died
 * @param witnesses those of them that consented, or this node, that held the session with the
 *     former copies under an epoch that was in force
 * @param outcasts nodes that hold something under a voided epoch
 * @param told whether another node was told of the new epoch
 */
record TakeOverOutcome(
    @Nullable SessionState state,
    Position base,
    Position position,
    Set<Epoch> seen,
    Epoch settledEpoch,
    Set<Epoch> voided,
    Set<NodeId> kept,
    Set<NodeId> former,
    Set<NodeId> witnesses,
    Set<NodeId> outcasts,
    boolean told) {
  /** There is no such session, or this node owns it already. */
  static TakeOverOutcome nothing() {
    return new TakeOverOutcome(
        null,
        Position.NONE,
        Position.NONE,
        Set.of(),
        Epoch.NONE,
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        false);
  }
}
