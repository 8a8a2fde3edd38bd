package io.lockstep.testkit.simulation.network;

/** The process on whose behalf a transport is open. */
public interface Host {
  /** The server's name: stays the same when its process is replaced. */
  String server();

  /** False once the process was killed. */
  boolean alive();

  /** Whether the process is stopped for now, its sockets still open. */
  boolean paused();

  /** Runs the callback now, or when the process goes on, or never once it was killed. */
  void deliver(Runnable callback);
}
