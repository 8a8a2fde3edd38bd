package io.lockstep.web;

import io.lockstep.membership.AppNodeManager;
import io.lockstep.node.LockstepNode;
import io.lockstep.rpc.RpcExecutor;
import io.lockstep.store.SharedStoreManager;
import io.lockstep.topic.MessagingService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The node's services for code that has no {@code ServletContext} at hand: found by the thread's
 * context class loader, which the container sets to the web application's. Thread-safe.
 */
public final class ServiceManager {
  private static final Map<ClassLoader, LockstepNode> NODES = new ConcurrentHashMap<>();

  private ServiceManager() {}

  /**
   * The shared stores of the web application that the calling thread works for.
   *
   * @throws IllegalStateException when the thread works for none, or Lockstep does not run in it
   */
  public static SharedStoreManager getSharedStoreManager() {
    return node().stores();
  }

  /**
   * The topics of the web application that the calling thread works for.
   *
   * @throws IllegalStateException when the thread works for none, or Lockstep does not run in it
   */
  public static MessagingService getMessagingService() {
    return node().topics();
  }

  /**
   * Calls to the other servers of the web application that the calling thread works for.
   *
   * @throws IllegalStateException when the thread works for none, or Lockstep does not run in it
   */
  public static RpcExecutor getRpcExecutor() {
    return node().rpc();
  }

  /**
   * The servers of the web application that the calling thread works for.
   *
   * @throws IllegalStateException when the thread works for none, or Lockstep does not run in it
   */
  public static AppNodeManager getAppNodeManager() {
    return node().nodes();
  }

  private static LockstepNode node() {
    @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
    while (loader != null) {
      LockstepNode node = NODES.get(loader);
      if (node != null) {
        return node;
      }
      loader = loader.getParent();
    }
    throw new IllegalStateException(
        "No node of Lockstep runs for the web application of thread \"%s\": it has not started, has"
                .formatted(Thread.currentThread().getName())
            + " stopped, or the thread's context class loader is not the application's");
  }

  static void add(@Nullable ClassLoader application, LockstepNode node) {
    if (application != null) {
      NODES.put(application, node);
    }
  }

  /** Without this, a stopped application could not be unloaded. */
  static void remove(LockstepNode node) {
    NODES.values().remove(node);
  }
}
