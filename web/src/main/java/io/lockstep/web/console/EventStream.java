package io.lockstep.web.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One browser's stream of events. A browser that reads slowly misses events: it always gets the
 * latest one next, and nobody waits for it. Thread-safe.
 */
final class EventStream implements WriteListener, AsyncListener {
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Consumer<EventStream> onEnd;

  private byte @Nullable [] next;
  private State state = State.NEW;
  private boolean unflushed;

  /** Whether the container takes more just now. */
  private enum State {
    NEW,
    WRITABLE,
    FULL,
    ENDED
  }

  EventStream(AsyncContext async, ServletOutputStream out, Consumer<EventStream> onEnd) {
    this.async = async;
    this.out = out;
    this.onEnd = onEnd;
    async.addListener(this);
  }

  /** Begins to write; to be called once. */
  void start() {
    out.setWriteListener(this);
  }

  /** Sets the event to be written next, in place of one that has not been begun. */
  void offer(byte[] event) {
    if (!accepts(event)) {
      end();
    }
  }

  private synchronized boolean accepts(byte[] event) {
    next = event;
    return state != State.WRITABLE || write();
  }

  @Override
  public void onWritePossible() {
    if (!resumes()) {
      end();
    }
  }

  private synchronized boolean resumes() {
    return state == State.ENDED || write();
  }

  /**
   * Writes what there is for as long as the container takes it; false when the browser has gone.
   */
  private boolean write() {
    try {
      while (ready() && (unflushed || next != null)) {
        writeOne();
      }
      return true;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  private boolean ready() {
    state = out.isReady() ? State.WRITABLE : State.FULL;
    return state == State.WRITABLE;
  }

  private void writeOne() throws IOException {
    byte[] event = next;
    if (unflushed || event == null) {
      unflushed = false;
      out.flush();
    } else {
      next = null;
      unflushed = true;
      out.write(event);
    }
  }

  /** Ends the stream. Without effect the second time. */
  void end() {
    if (ends()) {
      onEnd.accept(this);
      complete();
    }
  }

  private synchronized boolean ends() {
    boolean first = state != State.ENDED;
    state = State.ENDED;
    return first;
  }

  private void complete() {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // The container was first: it ends a request itself when the connection breaks.
    }
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (ends()) {
      onEnd.accept(this);
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nobody dispatches it again.
  }
}
