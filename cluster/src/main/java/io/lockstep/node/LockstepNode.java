package io.lockstep.node;

import io.lockstep.membership.AppNodeManager;
import io.lockstep.report.DrainControl;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.Readiness;
import io.lockstep.report.SessionInspector;
import io.lockstep.report.TaskRunner;
import io.lockstep.rpc.RpcExecutor;
import io.lockstep.session.SessionManager;
import io.lockstep.store.SharedStoreManager;
import io.lockstep.topic.MessagingService;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.util.concurrent.CompletableFuture;

/** A running node. Thread-safe. */
public interface LockstepNode extends AutoCloseable {
  NodeAddress address();

  /** This life's id; another one after the cluster declared this node dead and it joined again. */
  NodeId id();

  SessionManager sessions();

  /** The maps that all nodes of the cluster have in common. */
  SharedStoreManager stores();

  /** Messages to the listeners of all nodes. */
  MessagingService topics();

  /** Calls to other nodes. */
  RpcExecutor rpc();

  /** Who is in the cluster. */
  AppNodeManager nodes();

  NodeObserver observer();

  /** Looks into single sessions. */
  SessionInspector inspector();

  /** Has this node and others run their periodic tasks at once. */
  TaskRunner tasks();

  /** Has this node and others take no new visitors, for example before they are stopped. */
  DrainControl drain();

  /** Whether visitors should be sent here; takes no step of the event loop. */
  Readiness readiness();

  /**
   * Completes when the node knows the cluster it joined, at the latest after the synchronisation
   * delay.
   */
  CompletableFuture<Void> started();

  /**
   * Leaves the cluster in order: sessions first move to their backups, for ten seconds at the most,
   * and what this node backs up gets another backup. Without effect the second time.
   */
  @Override
  void close();

  /**
   * Ends at once, much as if the process had been killed: nothing is moved, no farewell is sent,
   * and what waits here for others fails or waits in vain. What the transport has taken may still
   * be sent. For tests and demonstrations. Without effect after {@link #close()}, or the second
   * time.
   */
  void halt();
}
