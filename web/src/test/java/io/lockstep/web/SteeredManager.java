package io.lockstep.web;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.ServerSession;
import io.lockstep.session.SessionListener;
import io.lockstep.session.SessionManager;
import io.lockstep.session.SessionUnavailableException;
import io.lockstep.session.SessionUse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A session manager whose opens are counted and can fail, and whose commits can be held back. */
final class SteeredManager implements SessionManager {
  private final SessionManager manager;
  final AtomicInteger opens = new AtomicInteger();
  final AtomicInteger commits = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  volatile @Nullable CompletableFuture<Optional<SessionUse>> nextOpen;
  volatile CompletableFuture<?> gate = CompletableFuture.completedFuture(true);
  volatile boolean commitsFail;

  SteeredManager(SessionManager manager) {
    this.manager = manager;
  }

  static SessionUnavailableException unavailable() {
    return new SessionUnavailableException("steered", Duration.ofMillis(1_500));
  }

  @Override
  public SessionUse create(Duration maxInactiveInterval) {
    return new Use(manager.create(maxInactiveInterval));
  }

  @Override
  public CompletableFuture<Optional<SessionUse>> open(String id, long knownEpoch) {
    opens.incrementAndGet();
    CompletableFuture<Optional<SessionUse>> steered = nextOpen;
    return steered != null
        ? steered
        : manager.open(id, knownEpoch).thenApply(use -> use.map(Use::new));
  }

  @Override
  public void addListener(SessionListener listener) {
    manager.addListener(listener);
  }

  private final class Use implements SessionUse {
    private final SessionUse use;
    private boolean closed;

    Use(SessionUse use) {
      this.use = use;
    }

    @Override
    public ServerSession session() {
      return use.session();
    }

    @Override
    public CompletableFuture<ReplicationLevel> commit() {
      commits.incrementAndGet();
      if (commitsFail) {
        return CompletableFuture.failedFuture(unavailable());
      }
      CompletableFuture<ReplicationLevel> committed = use.commit();
      return gate.thenCompose(open -> committed);
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        closes.incrementAndGet();
      }
      use.close();
    }
  }
}
