package io.lockstep.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** An asynchronous request whose sessions are saved before the container completes it. */
final class ObservedAsyncContext implements AsyncContext {
  private final AsyncContext container;
  private final Exchange exchange;
  private final boolean original;

  /**
   * Wraps the container's.
   *
   * @param original whether it was started without arguments
   */
  ObservedAsyncContext(AsyncContext container, Exchange exchange, boolean original) {
    this.container = container;
    this.exchange = exchange;
    this.original = original;
  }

  AsyncContext container() {
    return container;
  }

  @Override
  public void complete() {
    exchange.releaseBeforeComplete();
    container.complete();
  }

  @Override
  public ServletRequest getRequest() {
    return container.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return container.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return original;
  }

  @Override
  public void dispatch() {
    container.dispatch();
  }

  @Override
  public void dispatch(String path) {
    container.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    container.dispatch(context, path);
  }

  @Override
  public void start(Runnable task) {
    container.start(task);
  }

  @Override
  public void addListener(AsyncListener listener) {
    container.addListener(new ObservedAsyncListener(listener, exchange));
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    container.addListener(new ObservedAsyncListener(listener, exchange), request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return container.createListener(type);
  }

  @Override
  public void setTimeout(long milliseconds) {
    container.setTimeout(milliseconds);
  }

  @Override
  public long getTimeout() {
    return container.getTimeout();
  }
}
