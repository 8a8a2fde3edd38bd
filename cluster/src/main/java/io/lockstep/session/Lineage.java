package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.sequence.Position;
import io.lockstep.wire.proto.Reign;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The latest epochs of a session's past, each with its last batch: what a copy's content descends
 * from. Immutable.
 *
 * @param reigns the oldest first, at most {@value #MOST}
 */
record Lineage(List<Position> reigns) {
  static final int MOST = 32;
  static final Lineage NONE = new Lineage(List.of());

  Lineage {
    reigns = List.copyOf(reigns.subList(Math.max(0, reigns.size() - MOST), reigns.size()));
  }

  static Lineage of(List<Reign> reigns) {
    return new Lineage(
        reigns.stream()
            .map(reign -> new Position(Epochs.of(reign.getEpoch()), reign.getLastSequence()))
            .toList());
  }

  /**
   * This past, and the position at which the next epoch took over. An epoch in which nothing was
   * written is left out: whatever descends from it descends from the same batch of the one before,
   * and an owner that is only asked for ever higher epochs would soon have no other past.
   */
  Lineage then(Position last) {
    if (last.epoch().equals(Epoch.NONE) || endsAt(last.sequence())) {
      return this;
    }
    var longer = new ArrayList<>(reigns);
    longer.add(last);
    return new Lineage(longer);
  }

  private boolean endsAt(long sequence) {
    return !reigns.isEmpty() && reigns.get(reigns.size() - 1).sequence() == sequence;
  }

  /** The last position of this past; of epoch {@link Epoch#NONE} when there is none. */
  Position end() {
    return reigns.isEmpty() ? Position.NONE : reigns.get(reigns.size() - 1);
  }

  List<Reign> toWire() {
    return reigns.stream()
        .map(
            reign ->
                Reign.newBuilder()
                    .setEpoch(Epochs.toWire(reign.epoch()))
                    .setLastSequence(reign.sequence())
                    .build())
        .toList();
  }

  /**
   * The last batch that both pasts have in common; empty when neither reaches back that far.
   *
   * @param other ends, like this one, with the position of the content itself
   */
  OptionalLong common(Lineage other) {
    for (int i = reigns.size() - 1; i >= 0; i--) {
      Position own = reigns.get(i);
      OptionalLong theirs = other.lastOf(own.epoch());
      if (theirs.isPresent()) {
        return OptionalLong.of(Math.min(own.sequence(), theirs.getAsLong()));
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The last batch of this past that a session keeps which goes on with the other one; 0 when it
   * keeps none. A past is cut after a while: when the other one begins only behind this one's end,
   * nobody can tell any more, and this was a part of it, as nearly all that is so old; otherwise it
   * was lost long ago, and told by whoever owned it then.
   *
   * @param other ends, like this one, with the position of the content itself
   */
  long keptBy(Lineage other) {
    return common(other).orElse(other.beginsBehind(end()) ? end().sequence() : 0);
  }

  private boolean beginsBehind(Position position) {
    return reigns.size() == MOST
        && position.epoch().isBelow(reigns.get(0).epoch())
        && position.sequence() <= reigns.get(0).sequence();
  }

  /**
   * Whether the other past is known to leave out a batch that this one has.
   *
   * @param sequence up to where this one counts
   */
  boolean isCutBy(Lineage other, long sequence) {
    OptionalLong common = common(other);
    return common.isPresent() && common.getAsLong() < sequence;
  }

  /**
   * Whether a past that leaves out what this one has up to the sequence, all of which was in force,
   * can therefore not be in force. It can when it names the last epoch of that.
   *
   * @param rejected epochs that were found never to have been in force
   */
  boolean isProtectedFrom(Lineage other, long sequence, Set<Epoch> rejected) {
    Epoch epoch = epochOf(sequence);
    return sequence > 0
        && !rejected.contains(epoch)
        && !other.names(epoch)
        && isCutBy(other, sequence);
  }

  /** In which epoch the batch was written. */
  private Epoch epochOf(long sequence) {
    return reigns.stream()
        .filter(reign -> reign.sequence() >= sequence)
        .map(Position::epoch)
        .findFirst()
        .orElse(Epoch.NONE);
  }

  /** Whether something of this past was written in the epoch. */
  boolean names(Epoch epoch) {
    return lastOf(epoch).isPresent();
  }

  private OptionalLong lastOf(Epoch epoch) {
    return reigns.stream()
        .filter(reign -> reign.epoch().equals(epoch))
        .mapToLong(Position::sequence)
        .findFirst();
  }
}
