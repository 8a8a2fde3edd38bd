package io.lockstep.sequence;

/**
 * A reign over one source's entries: who may write, and since when. Every change of the writer or
 * of the copies raises it, and whoever has seen a higher one refuses a lower one.
 *
 * @param counter rises by at least one with each change; 0 only in {@link #NONE}
 * @param node the node that raised it, so that two raised at once still differ
 */
public record Epoch(long counter, long node) implements Comparable<Epoch> {
  /** Below every epoch in use. */
  public static final Epoch NONE = new Epoch(0, 0);

  /** The next epoch above this one, raised by the node. */
  public Epoch raisedBy(long raiser) {
    return new Epoch(counter + 1, raiser);
  }

  public boolean isBelow(Epoch other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Epoch other) {
    int byCounter = Long.compare(counter, other.counter);
    return byCounter != 0 ? byCounter : Long.compareUnsigned(node, other.node);
  }

  @Override
  public String toString() {
    return counter + "@" + Long.toHexString(node);
  }
}
