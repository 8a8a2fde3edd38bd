package io.lockstep.testkit.simulation;

/** How a visitor behaves. */
enum Habit {
  /** Stays with its server while that serves. */
  STICKY,
  /** Is sent to any server each time. */
  ROAMING,
  /** Makes several requests at once. */
  CONCURRENT,
  /** Alternates between two servers. */
  ALTERNATING,
  /** Mostly reads. */
  READING,
  /** Logs out now and then, and tries the old cookie again. */
  QUITTING,
  /** Is away for long, with a short time-out. */
  IDLING
}
