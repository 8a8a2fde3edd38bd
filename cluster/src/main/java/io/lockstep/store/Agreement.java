package io.lockstep.store;

/** What is known of another node's contents beside this one's. */
enum Agreement {
  /** The same, but for what was on its way. */
  SAME,

  /** Something else. */
  OTHER,

  /** It has not told lately, or not what could be compared. */
  UNKNOWN
}
