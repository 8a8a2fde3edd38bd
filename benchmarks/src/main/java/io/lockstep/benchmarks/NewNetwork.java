package io.lockstep.benchmarks;

/** Makes a network each time: of the nodes on one, each hears what is for all. */
@FunctionalInterface
interface NewNetwork {
  Transports make() throws Exception;
}
