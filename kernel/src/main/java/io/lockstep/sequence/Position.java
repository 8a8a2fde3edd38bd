package io.lockstep.sequence;

import java.util.Comparator;

/**
 * How far a follower has come: never a bare count, because a count means nothing once the source
 * has changed hands.
 *
 * @param epoch the reign under which the entry was accepted
 * @param sequence the number of the last entry; 0 before the first
 */
public record Position(Epoch epoch, long sequence) implements Comparable<Position> {
  /** Before every entry. */
  public static final Position NONE = new Position(Epoch.NONE, 0);

  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::epoch).thenComparingLong(Position::sequence);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** What the entry of the given epoch and sequence is to a follower at this position. */
  public Arrival judge(Epoch entryEpoch, long entrySequence) {
    int byEpoch = entryEpoch.compareTo(epoch);
    if (byEpoch < 0) {
      return Arrival.FENCED;
    }
    if (byEpoch > 0) {
      return Arrival.AHEAD;
    }
    if (entrySequence <= sequence) {
      return Arrival.DUPLICATE;
    }
    return entrySequence == sequence + 1 ? Arrival.NEXT : Arrival.GAP;
  }

  /** The position after the next entry of the same epoch. */
  public Position next() {
    return new Position(epoch, sequence + 1);
  }
}
