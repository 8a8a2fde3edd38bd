package io.lockstep.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An application's listener, which gets our {@link AsyncContext} with each event, not the
 * container's.
 */
final class ObservedAsyncListener implements AsyncListener {
  private final AsyncListener listener;
  private final Exchange exchange;

  ObservedAsyncListener(AsyncListener listener, Exchange exchange) {
    this.listener = listener;
    this.exchange = exchange;
  }

  private AsyncEvent ours(AsyncEvent event) {
    @Nullable AsyncContext context = event.getAsyncContext();
    return context == null
        ? event
        : new AsyncEvent(
            exchange.asyncContext(context),
            event.getSuppliedRequest(),
            event.getSuppliedResponse(),
            event.getThrowable());
  }

  @Override
  public void onComplete(AsyncEvent event) throws IOException {
    listener.onComplete(ours(event));
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    listener.onTimeout(ours(event));
  }

  @Override
  public void onError(AsyncEvent event) throws IOException {
    listener.onError(ours(event));
  }

  @Override
  public void onStartAsync(AsyncEvent event) throws IOException {
    listener.onStartAsync(ours(event));
  }
}
