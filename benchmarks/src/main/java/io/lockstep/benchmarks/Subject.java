package io.lockstep.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** Something whose calls are measured. */
interface Subject extends AutoCloseable {
  /** What the tables call it. */
  String name();

  /** A client, to be used by one thread. */
  Client client() throws Exception;

  /** How much processor time it has used in processes other than this one. */
  default Duration processorTimeElsewhere() {
    return Duration.ZERO;
  }

  @Override
  void close() throws IOException;

  /** Makes one call after the other; each returns once it is answered. Not thread-safe. */
  @FunctionalInterface
  interface Client {
    void call() throws Exception;

    /**
     * Waits until all that its calls have sent has arrived, when a call does not wait for that
     * itself. The time counts, so that nobody is fast by what still lies in a queue.
     */
    default void settle() throws Exception {}
  }
}
