package io.lockstep.node;

import io.lockstep.membership.AppNodeManager;
import io.lockstep.membership.AppNodes;
import io.lockstep.membership.LocalState;
import io.lockstep.membership.Membership;
import io.lockstep.report.Counters;
import io.lockstep.report.DrainControl;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.Readiness;
import io.lockstep.report.SessionInspector;
import io.lockstep.report.TaskRunner;
import io.lockstep.rpc.RpcExecutor;
import io.lockstep.rpc.RpcService;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.SessionManager;
import io.lockstep.session.SessionReports;
import io.lockstep.session.SessionService;
import io.lockstep.store.SharedStoreManager;
import io.lockstep.store.StoreService;
import io.lockstep.time.EventLoop;
import io.lockstep.topic.MessagingService;
import io.lockstep.topic.TopicService;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of a node, and nothing else. */
final class Node implements LockstepNode {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final int CLOSE_SECONDS = 15;

  private final NodeSettings settings;
  private final EventLoop loop;
  private final Membership membership;
  private final AppNodes nodes;
  private final SessionService sessions;
  private final StoreService stores;
  private final TopicService topics;
  private final RpcService rpc;
  private final Snapshots snapshots;
  private final Tasks tasks;
  private final Drains drains;
  private final Inspector inspector;
  private final Runnable end;
  private final Messenger messenger;
  private final AtomicBoolean closed = new AtomicBoolean();

  Node(
      NodeSettings settings,
      ServiceSettings services,
      KeyedTransports transports,
      EventLoop loop,
      AttributeCodec codec,
      Executor workers,
      Executor steps,
      DoubleSupplier machineLoad,
      Runnable end) {
    this.settings = settings;
    this.loop = loop;
    this.end = end;
    var counters = new Counters();
    messenger = new Messenger(loop, transports, settings.address(), counters);
    membership =
        new Membership(loop, messenger, settings.address(), settings.membership(), counters);
    nodes = new AppNodes(membership, settings.address(), workers, counters);
    sessions =
        new SessionService(
            loop,
            messenger,
            membership,
            settings.membership(),
            settings.sessions(),
            services.backups(),
            codec,
            workers,
            steps,
            counters);
    stores =
        new StoreService(
            loop,
            messenger,
            membership,
            services.stores(),
            new NamedCodec("shared store", codec),
            workers,
            counters);
    topics =
        new TopicService(
            loop,
            messenger,
            membership,
            services.topics(),
            new NamedCodec("message", codec),
            workers,
            counters);
    rpc =
        new RpcService(
            loop,
            messenger,
            membership,
            settings.address(),
            services.rpc(),
            new NamedCodec("call", codec),
            workers,
            counters);
    SessionReports reports = sessions.reports();
    var local =
        new LocalReports(reports, machineLoad, this::takesBackups, sessions.drain()::isDraining);
    membership.setLocalState(local);
    snapshots =
        new Snapshots(
            settings,
            loop,
            messenger,
            membership,
            local,
            reports,
            sessions.drain(),
            topics,
            stores,
            counters);
    inspector =
        new Inspector(
            settings.address().server(), loop, messenger, membership, sessions.inspection());
    var orders = new Orders(settings.address().server(), loop, messenger, membership);
    tasks = new Tasks(orders, messenger, sessions);
    drains = new Drains(orders, messenger, membership, sessions.drain());
  }

  void start() {
    loop.execute(
        () -> {
          membership.start();
          sessions.start();
        });
  }

  @Override
  public NodeAddress address() {
    return settings.address();
  }

  @Override
  public NodeId id() {
    return membership.self();
  }

  @Override
  public SessionManager sessions() {
    return sessions;
  }

  @Override
  public SharedStoreManager stores() {
    return stores;
  }

  @Override
  public MessagingService topics() {
    return topics;
  }

  @Override
  public RpcExecutor rpc() {
    return rpc;
  }

  @Override
  public AppNodeManager nodes() {
    return nodes;
  }

  @Override
  public NodeObserver observer() {
    return snapshots;
  }

  @Override
  public SessionInspector inspector() {
    return inspector;
  }

  @Override
  public TaskRunner tasks() {
    return tasks;
  }

  @Override
  public DrainControl drain() {
    return drains;
  }

  @Override
  public Readiness readiness() {
    if (sessions.isClosed()) {
      return Readiness.STOPPING;
    }
    if (!membership.started().isDone()) {
      return Readiness.STARTING;
    }
    if (sessions.drain().isDraining()) {
      return Readiness.DRAINING;
    }
    return membership.isConnected() ? Readiness.READY : Readiness.ALONE;
  }

  @Override
  public CompletableFuture<Void> started() {
    return membership.started();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Void> left = departed().thenRunAsync(this::leave, loop).thenRun(end);
    if (loop.inLoop()) {
      return;
    }
    try {
      left.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("{} could not leave in order", settings.address(), e);
    }
  }

  @Override
  public void halt() {
    if (closed.compareAndSet(false, true)) {
      messenger.close();
      end.run();
    }
  }

  /** Tells first that this node holds no backups any more, so that none comes to it. */
  private CompletableFuture<Void> departed() {
    CompletableFuture<Void> departed = sessions.close();
    loop.execute(membership::tellState);
    return departed;
  }

  private boolean takesBackups() {
    return settings.sessions().failover() && !sessions.isClosed();
  }

  private void leave() {
    stores.close();
    topics.close();
    rpc.close();
    membership.close();
    sessions.left();
  }

  /** What the heartbeats tell. */
  private record LocalReports(
      SessionReports reports,
      DoubleSupplier machineLoad,
      BooleanSupplier willing,
      BooleanSupplier draining)
      implements LocalState {
    @Override
    public int sessions() {
      return reports.sessionCount();
    }

    @Override
    public int backups() {
      return reports.backupCount();
    }

    @Override
    public double load() {
      return machineLoad.getAsDouble();
    }

    @Override
    public boolean takesBackups() {
      return willing.getAsBoolean();
    }

    @Override
    public boolean isDraining() {
      return draining.getAsBoolean();
    }
  }
}
