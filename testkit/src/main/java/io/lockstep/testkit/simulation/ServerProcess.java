package io.lockstep.testkit.simulation;

import io.lockstep.node.LockstepNode;
import io.lockstep.testkit.simulation.network.Host;
import io.lockstep.time.VirtualClock;
import io.lockstep.time.VirtualEventLoop;
import io.lockstep.transport.KeyedTransports;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process of a server, from its start until it is killed: a loop, threads, and a node. */
final class ServerProcess implements Host {
  private static final int LONGEST_THREAD_DELAY_NS = 300_000;

  private final World world;
  private final String server;
  private final Networks networks;
  private final RandomGenerator random;
  private final VirtualEventLoop loop;
  private final VirtualEventLoop workers;
  private final KeyedTransports transports;
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
  private final List<Runnable> endings = new ArrayList<>();
  private final long startedAtNs;
  private @Nullable LockstepNode node;
  private boolean alive = true;
  private boolean paused;
  private boolean leaving;
  private boolean reading;
  private long lastPauseEndNs = Long.MIN_VALUE;

  ServerProcess(
      World world,
      String server,
      Networks networks,
      VirtualClock clock,
      RandomGenerator nodeRandom) {
    this.world = world;
    this.server = server;
    this.networks = networks;
    random = world.random();
    loop = world.time.loop(clock, nodeRandom);
    workers = world.time.loop(clock, world.random());
    transports = networks.transports(this);
    startedAtNs = world.nanos();
  }

  void start(NodeStarter starter) {
    node = starter.start(transports, loop, workers, threads());
  }

  LockstepNode node() {
    LockstepNode present = node;
    if (present == null) {
      throw new IllegalStateException(server + " was not started");
    }
    return present;
  }

  /** Where application threads run: each task after a while of its own. */
  Executor threads() {
    return this::thread;
  }

  private void thread(Runnable task) {
    world.after(
        Duration.ofNanos(random.nextInt(LONGEST_THREAD_DELAY_NS)),
        () -> {
          if (paused) {
            held.add(task);
          } else if (alive) {
            task.run();
          }
        });
  }

  /** Runs the task when the process is killed. */
  void onEnd(Runnable task) {
    endings.add(task);
  }

  void pause() {
    paused = true;
    loop.pause();
    workers.pause();
    networks.paused(this);
  }

  void resume() {
    if (!alive) {
      return;
    }
    paused = false;
    lastPauseEndNs = world.nanos();
    loop.resume();
    workers.resume();
    List.copyOf(held).forEach(this::thread);
    held.clear();
    world.after(Duration.ofNanos(random.nextInt(10 * LONGEST_THREAD_DELAY_NS)), this::readInbox);
  }

  private void readInbox() {
    if (reading) {
      return;
    }
    reading = true;
    while (alive && !paused && !inbox.isEmpty()) {
      inbox.remove().run();
    }
    reading = false;
  }

  void kill() {
    alive = false;
    loop.close();
    workers.close();
    held.clear();
    inbox.clear();
    networks.killed(this);
    List.copyOf(endings).forEach(Runnable::run);
    endings.clear();
  }

  void leave() {
    leaving = true;
    loop.execute(node()::close);
  }

  /** Whether a balancer would send it requests. */
  boolean serving() {
    return alive && !leaving && node().started().isDone();
  }

  boolean leaving() {
    return leaving;
  }

  /** Whether it was stopped at any time since then. */
  boolean pausedSince(long nanos) {
    return paused || lastPauseEndNs >= nanos;
  }

  /** Whether nothing that arrived waits to be read. */
  boolean hasReadAll() {
    return !paused && inbox.isEmpty();
  }

  long startedAtNs() {
    return startedAtNs;
  }

  /** By this server's wall clock. */
  long nowMs() {
    return loop.now().toEpochMilli();
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
    if (!alive) {
      return;
    }
    inbox.add(callback);
    if (!paused && inbox.size() == 1) {
      readInbox();
    }
  }

  @Override
  public String toString() {
    return server;
  }
}
