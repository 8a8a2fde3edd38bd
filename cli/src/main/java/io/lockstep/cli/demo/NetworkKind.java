package io.lockstep.cli.demo;

/** What the demo's servers may talk over. */
public enum NetworkKind {
  /** An AMQP broker. */
  AMQP,
  /** A JMS provider. */
  JMS,
  /** UDP multicast. */
  UDP,
  /** TCP between the servers. */
  TCP,
  /** Nothing: all servers are in one process. */
  MEMORY
}
