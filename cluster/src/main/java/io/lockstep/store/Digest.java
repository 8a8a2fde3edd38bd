package io.lockstep.store;

/**
 * The root of a store's digest tree, in two parts: entries that end by themselves are told apart,
 * since nodes whose clocks differ do not forget them at the same moment.
 *
 * @param lasting of the entries that do not
 * @param timed of those that do; 0 when there are none
 * @param markMs entries whose time was over at this moment are not in it
 */
record Digest(long lasting, long timed, long markMs) {
  /** Whether both are of the same contents, as far as that can be told. */
  Agreement compare(Digest other) {
    if (lasting != other.lasting) {
      return Agreement.OTHER;
    }
    if (timed == other.timed) {
      return Agreement.SAME;
    }
    return markMs == other.markMs ? Agreement.OTHER : Agreement.UNKNOWN;
  }
}
