package io.lockstep.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request's use of a session that this node owns. */
final class OpenUse implements SessionUse {
  private final SessionBody body;
  private final SessionView view;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Joins; the cell has been entered already.
   *
   * @param nonce that of the id with which it was entered
   */
  OpenUse(SessionBody body, long nonce) {
    this.body = body;
    this.view = new SessionView(body, nonce, body.cell.touch(body.loop().nanoTime()));
  }

  @Override
  public ServerSession session() {
    return view;
  }

  @Override
  public CompletableFuture<ReplicationLevel> commit() {
    return view.commit();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    view.stampLast();
    view.detach();
    // In a simulation the stamp is a step of its own, and the use lasts until it is done.
    body.context.steps().execute(() -> body.cell.exit(body.loop().nanoTime()));
  }
}
