package io.lockstep.cli.server;

import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.process.Pause;
import io.lockstep.cli.process.StartException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The demo's servers. Thread-safe. */
public interface Fleet {
  /** The servers' names and ports. */
  List<Backend> backends();

  /**
   * Starts all servers at once and waits until they serve.
   *
   * @throws StartException when one does not; then the others are ended as well
   */
  void startAll();

  /**
   * Starts the server again, unless it runs, and waits until it serves.
   *
   * @throws StartException when it does not
   */
  void startAgain(String server);

  /** Ends the server without any warning, and waits until it is gone. */
  void kill(String server);

  /** What {@link #kill} does, for people. */
  String killing();

  /**
   * Stops the server with SIGSTOP, until the pause is closed.
   *
   * @throws StartException when it does not run, or is no process of its own
   */
  Pause pause(String server);

  /** Whether there is a server of that name. */
  default boolean has(String server) {
    return backends().stream().anyMatch(each -> each.name().equals(server));
  }

  /** Whether the server runs. */
  boolean isAlive(String server);

  /** The server's name, and its process for who wants to kill it by hand. */
  String describe(String server);

  /** The exit status of the server's present life, once it ends. */
  CompletableFuture<Integer> ended(String server);

  /** Ends all servers in order. */
  void stopAll();
}
