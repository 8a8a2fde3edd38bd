package io.lockstep.node;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.SessionSettings;
import io.lockstep.store.StoreSettings;
import io.lockstep.time.VirtualClock;
import io.lockstep.time.VirtualEventLoop;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.VirtualNetwork;
import io.lockstep.transport.VirtualNetwork.VirtualTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Whole nodes in virtual time; the test itself is the application's thread. */
public final class VirtualCluster {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public final VirtualTime time;
  public final VirtualNetwork network;
  private final AttributeCodec codec;
  private StoreSettings stores = StoreSettings.defaults();
  private Supplier<BackupManagement> backups = BackupManagement::defaults;
  private int started;
  private Runnable beforeStep = () -> {};
  private final List<Runnable> heldWork = new ArrayList<>();
  private boolean holdsWork;

  /** A cluster without nodes. */
  public VirtualCluster(long seed, boolean arbiter, AttributeCodec codec) {
    this.time = new VirtualTime(seed);
    this.network = new VirtualNetwork(time, arbiter);
    this.codec = codec;
  }

  /** A node with what a test may do to it. */
  public record Server(
      LockstepNode node, VirtualEventLoop loop, VirtualTransport transport, VirtualClock clock) {
    /** Ends it as SIGKILL does. */
    public void crash() {
      loop.close();
      transport.close();
    }

    /** Ends it in order. */
    public void close() {
      loop.execute(node::close);
    }
  }

  /** Starts a node with the default settings, and lets it find the others. */
  public Server start(String server) {
    return start(server, SessionSettings.defaults("secret"));
  }

  /** Starts a node on a machine of its own, and lets it find the others. */
  public Server start(String server, SessionSettings sessions) {
    return start(server, "machine-of-" + server, sessions);
  }

  /** Starts a node on that machine, and lets it find the others. */
  public Server start(String server, String machine, SessionSettings sessions) {
    VirtualClock clock = time.clock();
    var loop = time.loop(clock, new SplittableRandom(1000L + started++));
    VirtualTransport transport = network.transport();
    var settings =
        new NodeSettings(
            new NodeAddress("test", "cluster", server, "app"),
            MembershipSettings.defaults(machine),
            sessions);
    LockstepNode node =
        new NodeBuilder(settings)
            .transport(transport)
            .codec(codec)
            .loop(loop)
            .workers(this::work)
            .steps(
                step -> {
                  beforeStep.run();
                  step.run();
                })
            .backups(backups.get())
            .stores(stores)
            .load(() -> 0)
            .start();
    pass(Duration.ofSeconds(2));
    return new Server(node, loop, transport, clock);
  }

  /** How backups are looked after by nodes that are started from now on. */
  public void backups(Supplier<BackupManagement> newBackups) {
    backups = newBackups;
  }

  /** How shared stores are replicated by nodes that are started from now on. */
  public void stores(StoreSettings newStores) {
    stores = newStores;
  }

  private void work(Runnable task) {
    if (holdsWork) {
      heldWork.add(task);
    } else {
      time.schedule(Duration.ZERO, task);
    }
  }

  /** From now on all workers are busy, and what they are given waits. */
  public void holdWorkers() {
    holdsWork = true;
  }

  /** Ends {@link #holdWorkers()}. */
  public void releaseWorkers() {
    holdsWork = false;
    heldWork.forEach(this::work);
    heldWork.clear();
  }

  /** Runs before each step of an application's thread, from now on. */
  public void beforeStep(Runnable task) {
    beforeStep = task;
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  /** What the server has counted under the name. */
  public long counter(Server server, String name) throws ExecutionException, InterruptedException {
    return await(server.node().observer().report()).counters().stream()
        .filter(counter -> counter.name().equals(name))
        .mapToLong(CounterReport::value)
        .sum();
  }

  /**
   * Lets time pass until the future is complete.
   *
   * @throws ExecutionException when it failed
   */
  public <T> T await(CompletableFuture<T> future) throws ExecutionException, InterruptedException {
    Duration end = time.elapsed().plus(PATIENCE);
    boolean more = true;
    while (more && !future.isDone() && time.elapsed().compareTo(end) < 0) {
      more = time.runNext();
    }
    if (!future.isDone()) {
      throw new AssertionError("Not complete after " + PATIENCE);
    }
    return future.get();
  }
}
