package io.lockstep.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request's use of a session that this node owns. */
final class OpenUse implements SessionUse {
  private static final Logger log = LoggerFactory.getLogger(OpenUse.class);

  private final SessionBody body;
  private final SessionView view;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Joins; the cell has been entered already. */
  OpenUse(SessionBody body) {
    this.body = body;
    this.view = new SessionView(body, body.cell.touch(body.loop().nanoTime()));
  }

  @Override
  public ServerSession session() {
    return view;
  }

  @Override
  public CompletableFuture<ReplicationLevel> commit() {
    return view.commit(false);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<ReplicationLevel> unused =
        view.commit(true)
            .whenComplete(
                (level, failure) -> {
                  if (failure != null) {
                    log.debug("The last commit of a request failed", failure);
                  }
                });
    view.detach();
    // In a simulation the stamp is a step of its own, and the use lasts until it is done.
    body.context.steps().execute(() -> body.cell.exit(body.loop().nanoTime()));
  }
}
