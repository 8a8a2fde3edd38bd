package io.lockstep.codec.fory;

import io.lockstep.session.AllowList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Engines that nobody uses now, of the class loader that was given last. Thread-safe. As many are
 * made as were ever used at the same time; they are not tied to threads, which may outlive the
 * application.
 */
final class EnginePool {
  private final AllowList allowList;
  private final Supplier<? extends @Nullable ClassLoader> classLoader;
  private final ConcurrentLinkedQueue<Engine> idle = new ConcurrentLinkedQueue<>();

  EnginePool(AllowList allowList, Supplier<? extends @Nullable ClassLoader> classLoader) {
    this.allowList = allowList;
    this.classLoader = classLoader;
  }

  /** An engine of the class loader given now, for the caller alone. */
  Engine take() {
    ClassLoader loader = loader();
    for (@Nullable Engine engine = idle.poll(); engine != null; engine = idle.poll()) {
      if (engine.loader() == loader) {
        return engine;
      }
    }
    return new Engine(allowList, loader);
  }

  /** As {@link #take}, but one that was never used. */
  Engine fresh() {
    return new Engine(allowList, loader());
  }

  void giveBack(Engine engine) {
    idle.offer(engine);
  }

  private ClassLoader loader() {
    @Nullable ClassLoader given = classLoader.get();
    return given != null ? given : EnginePool.class.getClassLoader();
  }
}
