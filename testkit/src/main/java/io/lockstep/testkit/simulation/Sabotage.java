package io.lockstep.testkit.simulation;

import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.transport.KeyedTransports;
import java.util.random.RandomGenerator;

/**
 * A mutation of the protocol, made from outside: frames are altered on their way, or a part that a
 * node is given is replaced. The default does nothing. One instance serves one simulation.
 */
interface Sabotage {
  /** Leaves everything as it is. */
  Sabotage NONE = new Sabotage() {};

  /** Called once, before the simulation begins. */
  default void attach(World world, SimulatedNetwork network) {}

  /**
   * The randomness that a server's new process gets.
   *
   * @param proper what it gets without sabotage
   */
  default RandomGenerator nodeRandom(String server, RandomGenerator proper) {
    return proper;
  }

  /**
   * The transports that a server's new process gets.
   *
   * @param proper what it gets without sabotage
   */
  default KeyedTransports transports(KeyedTransports proper) {
    return proper;
  }

  /** The epoch that a visitor presents, given the one it has seen. */
  default long knownEpoch(long seen) {
    return seen;
  }
}
