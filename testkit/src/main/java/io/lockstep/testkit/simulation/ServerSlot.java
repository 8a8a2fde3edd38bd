package io.lockstep.testkit.simulation;

import io.lockstep.time.VirtualClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server of the cluster: the same name, machine and clock, one process after the other. */
final class ServerSlot {
  private final String name;
  private final VirtualClock clock;
  private final ProcessFactory factory;
  private @Nullable ServerProcess process;
  private Duration skew = Duration.ZERO;

  ServerSlot(String name, VirtualClock clock, ProcessFactory factory) {
    this.name = name;
    this.clock = clock;
    this.factory = factory;
  }

  String name() {
    return name;
  }

  VirtualClock clock() {
    return clock;
  }

  /** Sets the wall clock wrong by so much, instead of by what it was set wrong before. */
  void setClock(Duration newSkew) {
    clock.jump(newSkew.minus(skew));
    skew = newSkew;
  }

  /** The process that runs now, or null. */
  @Nullable ServerProcess process() {
    ServerProcess present = process;
    return present != null && present.alive() ? present : null;
  }

  /** Starts a process when none runs. */
  void start() {
    if (process() == null) {
      process = factory.start(this);
    }
  }

  /** Starts the process of a server. */
  @FunctionalInterface
  interface ProcessFactory {
    ServerProcess start(ServerSlot slot);
  }
}
