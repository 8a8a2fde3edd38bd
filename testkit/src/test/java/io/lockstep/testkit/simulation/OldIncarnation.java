package io.lockstep.testkit.simulation;

import java.util.random.RandomGenerator;

/** A server that starts again calls itself what it was called before. */
final class OldIncarnation implements Sabotage {
  @Override
  public RandomGenerator nodeRandom(String server, RandomGenerator proper) {
    return new RandomGenerator() {
      private boolean drawn;

      @Override
      public long nextLong() {
        if (drawn) {
          return proper.nextLong();
        }
        drawn = true;
        return 0x1111_0000_0000_0000L + server.hashCode();
      }
    };
  }
}
