package io.lockstep.transport.amqp;

/** A broker that tests may kill. */
interface TestBroker {
  String uri();

  /** With SIGKILL; returns when it is gone. */
  void kill();

  /** Starts it again under the same URI. */
  void restart();
}
