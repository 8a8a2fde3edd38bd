package io.lockstep.node;

import io.lockstep.rpc.RpcSettings;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.BackupManagement;
import io.lockstep.store.StoreSettings;
import io.lockstep.time.EventLoop;
import io.lockstep.time.ThreadEventLoop;
import io.lockstep.topic.TopicSettings;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.Transport;
import io.lockstep.transport.memory.MemoryNetwork;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Wires a node. Not thread-safe; each builder starts one node. */
public final class NodeBuilder {
  private final NodeSettings settings;
  private @Nullable KeyedTransports transports;
  private @Nullable EventLoop loop;
  private @Nullable AttributeCodec codec;
  private @Nullable Executor workers;
  private Executor steps = Runnable::run;
  private DoubleSupplier load = NodeBuilder::systemLoad;
  private BackupManagement backups = BackupManagement.defaults();
  private StoreSettings stores = StoreSettings.defaults();
  private TopicSettings topics = TopicSettings.defaults();
  private RpcSettings rpc = RpcSettings.defaults();

  public NodeBuilder(NodeSettings settings) {
    this.settings = settings;
  }

  /** What carries all its messages; by default a network of its own, on which nobody else is. */
  public NodeBuilder transport(Transport newTransport) {
    return transports(KeyedTransports.single(newTransport));
  }

  /** What carries its messages, by key. */
  public NodeBuilder transports(KeyedTransports newTransports) {
    transports = newTransports;
    return this;
  }

  /** How attributes become bytes; required. */
  public NodeBuilder codec(AttributeCodec newCodec) {
    codec = newCodec;
    return this;
  }

  /** Where its protocol runs; by default a thread of its own, which ends with the node. */
  public NodeBuilder loop(EventLoop newLoop) {
    loop = newLoop;
    return this;
  }

  /**
   * Runs listeners and work that no request waits for; by default up to eight daemon threads, which
   * end when they have nothing to do. What the executor refuses runs on those, with a warning.
   */
  public NodeBuilder workers(Executor newWorkers) {
    workers = newWorkers;
    return this;
  }

  /**
   * Runs the steps of application threads between which a simulation interleaves; directly by
   * default.
   */
  public NodeBuilder steps(Executor newSteps) {
    steps = newSteps;
    return this;
  }

  /**
   * The machine's load over its processors, as the heartbeats tell it; by default the system's load
   * average.
   */
  public NodeBuilder load(DoubleSupplier newLoad) {
    load = newLoad;
    return this;
  }

  /** How backups are looked after; by default as {@link BackupManagement#defaults()} says. */
  public NodeBuilder backups(BackupManagement newBackups) {
    backups = newBackups;
    return this;
  }

  /** How shared stores are replicated; by default as {@link StoreSettings#defaults()} says. */
  public NodeBuilder stores(StoreSettings newStores) {
    stores = newStores;
    return this;
  }

  /** How topics are carried; by default as {@link TopicSettings#defaults()} says. */
  public NodeBuilder topics(TopicSettings newTopics) {
    topics = newTopics;
    return this;
  }

  /** How calls are made; by default as {@link RpcSettings#defaults()} says. */
  public NodeBuilder rpc(RpcSettings newRpc) {
    rpc = newRpc;
    return this;
  }

  private static double systemLoad() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system.getSystemLoadAverage() / system.getAvailableProcessors();
  }

  /**
   * Starts the node. Returns at once; {@link LockstepNode#started()} tells when it knows its
   * cluster.
   *
   * @throws IllegalStateException when no codec was given
   */
  public LockstepNode start() {
    AttributeCodec givenCodec = codec;
    if (givenCodec == null) {
      throw new IllegalStateException("A node needs a codec for its sessions' attributes");
    }
    KeyedTransports used = transports;
    if (used == null) {
      used = KeyedTransports.single(new MemoryNetwork().transport());
    }
    String name = "lockstep-" + settings.address().server();
    Runnable end = () -> {};
    EventLoop usedLoop = loop;
    if (usedLoop == null) {
      var own = new ThreadEventLoop(name);
      usedLoop = own;
      end = own::close;
    }
    var usedWorkers = new Workers(workers, name);
    Runnable endLoop = end;
    end =
        () -> {
          endLoop.run();
          usedWorkers.shutdown();
        };
    var node =
        new Node(
            settings,
            new ServiceSettings(backups, stores, topics, rpc),
            used,
            usedLoop,
            givenCodec,
            usedWorkers,
            steps,
            load,
            end);
    node.start();
    return node;
  }
}
