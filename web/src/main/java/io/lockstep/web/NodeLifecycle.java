package io.lockstep.web;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.DrainControl;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import io.lockstep.report.Readiness;
import io.lockstep.report.SessionDetail;
import io.lockstep.report.SessionInspector;
import io.lockstep.report.TaskRunner;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the node for as long as its web application. */
final class NodeLifecycle implements ServletContextListener {
  private static final Logger log = LoggerFactory.getLogger(NodeLifecycle.class);
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Deployment deployment;
  private final NodeStarter starter;
  private final WebSessions web;
  private final CompletableFuture<LockstepNode> node = new CompletableFuture<>();

  NodeLifecycle(Deployment deployment, NodeStarter starter, WebSessions web) {
    this.deployment = deployment;
    this.starter = starter;
    this.web = web;
  }

  /** Reports of the node, from its start on; until then they are awaited. */
  NodeObserver observer() {
    return new NodeObserver() {
      @Override
      public CompletableFuture<NodeReport> report() {
        return node.thenCompose(started -> started.observer().report());
      }

      @Override
      public CompletableFuture<List<NodeReport>> clusterReport() {
        return node.thenCompose(started -> started.observer().clusterReport());
      }
    };
  }

  /** What is asked of sessions, from the node's start on. */
  SessionInspector inspector() {
    return new SessionInspector() {
      @Override
      public CompletableFuture<List<SessionDetail>> inspect(String key) {
        return node.thenCompose(started -> started.inspector().inspect(key));
      }

      @Override
      public CompletableFuture<Boolean> end(String key) {
        return node.thenCompose(started -> started.inspector().end(key));
      }
    };
  }

  /** Orders to the node, from its start on. */
  TaskRunner tasks() {
    return new TaskRunner() {
      @Override
      public CompletableFuture<Boolean> runHere(String task) {
        return node.thenCompose(started -> started.tasks().runHere(task));
      }

      @Override
      public CompletableFuture<Boolean> runAt(String server, String task) {
        return node.thenCompose(started -> started.tasks().runAt(server, task));
      }
    };
  }

  /** Orders to drain, from the node's start on. */
  DrainControl drain() {
    return new DrainControl() {
      @Override
      public CompletableFuture<Boolean> drainHere() {
        return node.thenCompose(started -> started.drain().drainHere());
      }

      @Override
      public CompletableFuture<Boolean> resumeHere() {
        return node.thenCompose(started -> started.drain().resumeHere());
      }

      @Override
      public CompletableFuture<Boolean> drainAt(String server) {
        return node.thenCompose(started -> started.drain().drainAt(server));
      }

      @Override
      public CompletableFuture<Boolean> resumeAt(String server) {
        return node.thenCompose(started -> started.drain().resumeAt(server));
      }
    };
  }

  /** The node's, or that it has not started yet. */
  Readiness readiness() {
    return node.isDone() ? node.join().readiness() : Readiness.STARTING;
  }

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    deployment.settings().warnings().forEach(log::warn);
    LockstepNode started = starter.start(deployment);
    node.complete(started);
    web.serve(started.sessions());
    context.setAttribute(Lockstep.NODE_ATTRIBUTE, started);
    ServiceManager.add(context.getClassLoader(), started);
    awaitCluster(started);
    log.info(
        "Sessions of {} are replicated as {}", context.getContextPath(), deployment.settings());
  }

  /** A session asked for before its backup is known would be refused for nothing. */
  private void awaitCluster(LockstepNode started) {
    Duration most = deployment.settings().membership().synchronizationDelay().plus(SLACK);
    try {
      started.started().get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("The node starts without knowing its cluster: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    event.getServletContext().removeAttribute(Lockstep.NODE_ATTRIBUTE);
    if (node.isDone()) {
      ServiceManager.remove(node.join());
      node.join().close();
    }
  }
}
