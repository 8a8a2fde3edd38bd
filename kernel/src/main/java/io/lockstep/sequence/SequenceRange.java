package io.lockstep.sequence;

/**
 * Numbers of entries of one source, both ends included.
 *
 * @param from at least 1
 * @param to not below {@code from}
 */
public record SequenceRange(long from, long to) {
  /** Throws {@link IllegalArgumentException} for a range that is empty or begins below 1. */
  public SequenceRange {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException("the range from " + from + " to " + to);
    }
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
