package io.lockstep.cli.demo;

import java.time.Duration;

/** What the demo's servers may talk over. */
public enum NetworkKind {
  /** An AMQP broker. */
  AMQP(Duration.ofSeconds(1)),
  /** A JMS provider, which tells nobody that a server is gone: only its silence does. */
  JMS(Duration.ofSeconds(5)),
  /** UDP multicast. */
  UDP(Duration.ofSeconds(1)),
  /** TCP between the servers. */
  TCP(Duration.ofSeconds(1)),
  /** Nothing: all servers are in one process. */
  MEMORY(Duration.ofSeconds(1));

  private final Duration mostRecovery;

  NetworkKind(Duration mostRecovery) {
    this.mostRecovery = mostRecovery;
  }

  /** How long after a kill 99 of 100 visitors may wait for their next good answer. */
  Duration mostRecovery() {
    return mostRecovery;
  }
}
