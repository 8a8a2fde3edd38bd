package io.lockstep.session.document;

import java.util.concurrent.locks.ReentrantLock;

/** Tells when it is about to be let go, and when it has been. */
final class DocumentLock extends ReentrantLock {
  private static final long serialVersionUID = 1L;

  private final transient Runnable beforeRelease;
  private final transient Runnable afterRelease;

  DocumentLock(Runnable beforeRelease, Runnable afterRelease) {
    this.beforeRelease = beforeRelease;
    this.afterRelease = afterRelease;
  }

  @Override
  public void unlock() {
    unlock(afterRelease);
  }

  /** The same, with something else to be done once it is let go. */
  void unlock(Runnable afterwards) {
    boolean released = getHoldCount() == 1;
    if (released) {
      beforeRelease.run();
    }
    super.unlock();
    if (released) {
      afterwards.run();
    }
  }
}
