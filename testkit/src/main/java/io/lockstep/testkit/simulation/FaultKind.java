package io.lockstep.testkit.simulation;

/** What can go wrong around a cluster. */
enum FaultKind {
  LOSS,
  DELAY,
  DUPLICATION,
  REORDERING,
  /** Two groups of servers do not hear each other, or, with a broker, some do not reach it. */
  PARTITION,
  /** Some servers are not heard by the others, and hear them. */
  ONE_WAY_PARTITION,
  /** A process stops and goes on. */
  PAUSE,
  /** A process is killed, and started again later with nothing. */
  CRASH,
  /** A clock jumps, and runs too fast or too slow. */
  CLOCK,
  /** A server loses its own connection, and is told. */
  OUTAGE,
  /** All servers lose their connections at once. */
  TOTAL_OUTAGE,
  /** A server leaves in order, and comes back. */
  LEAVE
}
