package io.lockstep.store;

import io.lockstep.membership.Member;
import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the tombstones of one store may go: never by their age. First every member has told
 * that it has seen the removal. What any of them changed before that is then within what they have
 * told, so the tombstone goes when every member has seen all of that, too: no change that is older
 * than the removal can still be on its way. A server that is absent without goodbye holds all up.
 * Lives on the loop.
 */
final class GraveSweep {
  private final StoreContext context;
  private final StoreCell cell;
  private final VersionVector vector;
  private final PeerStates states;
  private @Nullable Plan plan;
  private boolean sweeping;

  GraveSweep(StoreContext context, StoreCell cell, VersionVector vector, PeerStates states) {
    this.context = context;
    this.cell = cell;
    this.vector = vector;
    this.states = states;
  }

  /**
   * The second step.
   *
   * @param seen what each of the members had seen
   * @param barrier what each of them has to see before
   */
  private record Plan(List<NodeId> members, VersionVector seen, VersionVector barrier) {}

  void tick() {
    if (cell.graveCount() == 0
        || sweeping
        || context.absent().any()
        || !context.membership().isSynchronised()) {
      return;
    }
    List<NodeId> members = context.membership().members().stream().map(Member::id).toList();
    Map<NodeId, VersionVector> told = states.vectorsOf(members);
    // While own changes wait to be sent, the own vector does not tell all.
    if (told == null || !cell.isDrained()) {
      return;
    }
    Plan present = plan;
    if (present == null || !present.members.containsAll(members)) {
      plan = plan(members, told.values());
    } else if (vector.covers(present.barrier)
        && told.values().stream().allMatch(other -> other.covers(present.barrier))) {
      plan = null;
      sweep(present.seen);
    }
  }

  private Plan plan(List<NodeId> members, Iterable<VersionVector> told) {
    VersionVector seen = vector.copy();
    VersionVector barrier = vector.copy();
    for (VersionVector other : told) {
      seen = seen.intersection(other);
      barrier.add(other);
    }
    return new Plan(members, seen, barrier);
  }

  private void sweep(VersionVector seen) {
    sweeping = true;
    context
        .workers()
        .execute(
            () -> {
              forget(seen);
              context.loop().execute(() -> sweeping = false);
            });
  }

  /** Not on the loop: a cleared store leaves a tombstone for each of its entries. */
  private void forget(VersionVector seen) {
    Iterator<Map.Entry<Object, StoredEntry>> graves = cell.graveEntries();
    while (graves.hasNext()) {
      Map.Entry<Object, StoredEntry> grave = graves.next();
      StoredEntry tombstone = grave.getValue();
      if (seen.covers(tombstone.source(), tombstone.sequence())) {
        cell.forget(grave.getKey(), tombstone);
      }
    }
  }
}
