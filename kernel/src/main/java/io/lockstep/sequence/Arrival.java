package io.lockstep.sequence;

/** What an entry is to the follower that receives it. */
public enum Arrival {
  /** The one awaited: apply it. */
  NEXT,
  /** Applied before: acknowledge it again, apply nothing. */
  DUPLICATE,
  /** Earlier entries of the same epoch are missing: ask for them. */
  GAP,
  /** Of a lower epoch: refuse it and tell its sender. */
  FENCED,
  /** Of a higher epoch than the follower knows: it missed a change of hands and needs the whole. */
  AHEAD
}
