package io.lockstep.testkit.simulation.network;

import java.util.ArrayList;
import java.util.List;

/** A process without anything in it. */
final class TestHost implements Host {
  private final String server;
  private final List<Runnable> held = new ArrayList<>();
  private boolean alive = true;
  private boolean paused;

  TestHost(String server) {
    this.server = server;
  }

  void kill() {
    alive = false;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    List.copyOf(held).forEach(Runnable::run);
    held.clear();
  }

  @Override
  public String server() {
    return server;
  }

  @Override
  public boolean alive() {
    return alive;
  }

  @Override
  public boolean paused() {
    return paused;
  }

  @Override
  public void deliver(Runnable callback) {
    if (paused) {
      held.add(callback);
    } else if (alive) {
      callback.run();
    }
  }
}
