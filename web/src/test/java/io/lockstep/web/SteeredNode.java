package io.lockstep.web;

import io.lockstep.membership.AppNodeManager;
import io.lockstep.node.LockstepNode;
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

/** A real node with a {@link SteeredManager}. */
record SteeredNode(LockstepNode node, SteeredManager manager) implements LockstepNode {
  SteeredNode(LockstepNode node) {
    this(node, new SteeredManager(node.sessions()));
  }

  @Override
  public NodeAddress address() {
    return node.address();
  }

  @Override
  public NodeId id() {
    return node.id();
  }

  @Override
  public SessionManager sessions() {
    return manager;
  }

  @Override
  public SharedStoreManager stores() {
    return node.stores();
  }

  @Override
  public MessagingService topics() {
    return node.topics();
  }

  @Override
  public RpcExecutor rpc() {
    return node.rpc();
  }

  @Override
  public AppNodeManager nodes() {
    return node.nodes();
  }

  @Override
  public NodeObserver observer() {
    return node.observer();
  }

  @Override
  public SessionInspector inspector() {
    return node.inspector();
  }

  @Override
  public TaskRunner tasks() {
    return node.tasks();
  }

  @Override
  public DrainControl drain() {
    return node.drain();
  }

  @Override
  public Readiness readiness() {
    return node.readiness();
  }

  @Override
  public CompletableFuture<Void> started() {
    return node.started();
  }

  @Override
  public void close() {
    node.close();
  }

  @Override
  public void halt() {
    node.halt();
  }
}
