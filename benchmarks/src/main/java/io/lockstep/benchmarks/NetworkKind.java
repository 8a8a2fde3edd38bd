package io.lockstep.benchmarks;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Networks of one kind that are measured.
 *
 * @param name what the tables call it
 * @param brokerTime how much processor time the process between the nodes has used
 */
record NetworkKind(String name, NewNetwork networks, Supplier<Duration> brokerTime) {
  /** One without a process between the nodes. */
  static NetworkKind direct(String name, NewNetwork networks) {
    return new NetworkKind(name, networks, () -> Duration.ZERO);
  }

  static NetworkKind through(ChildProcess broker, String name, NewNetwork networks) {
    return new NetworkKind(name, networks, broker::processorTime);
  }
}
