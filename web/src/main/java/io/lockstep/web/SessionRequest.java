package io.lockstep.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** A request whose session is a replicated one. */
final class SessionRequest extends HttpServletRequestWrapper {
  private final Exchange exchange;

  SessionRequest(HttpServletRequest request, Exchange exchange) {
    super(request);
    this.exchange = exchange;
  }

  Exchange exchange() {
    return exchange;
  }

  @Override
  public HttpSession getSession() {
    return exchange.session();
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    return create ? getSession() : exchange.sessions().existing();
  }

  @Override
  public @Nullable String getRequestedSessionId() {
    return exchange.sessions().requestedId();
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    return exchange.sessions().requestedIdIsValid();
  }

  @Override
  public boolean isRequestedSessionIdFromCookie() {
    return exchange.sessions().anyIsRequested();
  }

  @Override
  public boolean isRequestedSessionIdFromURL() {
    return false;
  }

  @Override
  public String changeSessionId() {
    return exchange.changeId();
  }

  @Override
  public AsyncContext startAsync() {
    AsyncContext started = super.startAsync(this, exchange.response());
    return exchange.startedAsync(started, true);
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return exchange.startedAsync(super.startAsync(request, response), false);
  }

  @Override
  public AsyncContext getAsyncContext() {
    return exchange.asyncContext(super.getAsyncContext());
  }
}
