package io.lockstep.web;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The observer of a web application's node, for who must be installed before the node starts. While
 * there is no node, its futures fail.
 */
final class LateObserver implements NodeObserver {
  private final ServletContext context;

  LateObserver(ServletContext context) {
    this.context = context;
  }

  @Override
  public CompletableFuture<NodeReport> report() {
    return ask(NodeObserver::report);
  }

  @Override
  public CompletableFuture<List<NodeReport>> clusterReport() {
    return ask(NodeObserver::clusterReport);
  }

  private <T> CompletableFuture<T> ask(Function<NodeObserver, CompletableFuture<T>> question) {
    @Nullable LockstepNode node = Lockstep.node(context);
    return node == null
        ? CompletableFuture.failedFuture(new IllegalStateException("The node is not running"))
        : question.apply(node.observer());
  }
}
