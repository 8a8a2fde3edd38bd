package io.lockstep.web;

import io.lockstep.session.SessionUnavailableException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives every request of one web application its replicated session. */
final class LockstepFilter implements Filter {
  /** How deep a cause is looked for. */
  private static final int MOST_CAUSES = 30;

  private final WebSessions web;

  LockstepFilter(WebSessions web) {
    this.web = web;
  }

  @Override
  public void init(FilterConfig config) {
    web.configure();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest httpRequest
        && response instanceof HttpServletResponse httpResponse) {
      dispatch(httpRequest, httpResponse, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void dispatch(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    @Nullable Exchange exchange = (Exchange) request.getAttribute(web.exchangeAttribute());
    if (exchange == null) {
      exchange = new Exchange(web, request, response);
      request.setAttribute(web.exchangeAttribute(), exchange);
      outermost(exchange, exchange.request(), exchange.response(), chain);
    } else if (!isOurs(request, exchange)) {
      exchange.reenter(request, response);
      outermost(exchange, exchange.request(), exchange.response(), chain);
    } else if (request.getDispatcherType() == DispatcherType.ASYNC
        || request.getDispatcherType() == DispatcherType.ERROR) {
      outermost(exchange, request, response, chain);
    } else {
      nested(exchange, request, response, chain);
    }
  }

  /** Whether the request is, or wraps, the one that the exchange made. */
  private static boolean isOurs(ServletRequest request, Exchange exchange) {
    ServletRequest unwrapped = request;
    while (unwrapped instanceof ServletRequestWrapper wrapper && unwrapped != exchange.request()) {
      unwrapped = wrapper.getRequest();
    }
    return unwrapped == exchange.request();
  }

  private static void nested(
      Exchange exchange,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    if (request.getDispatcherType() == DispatcherType.FORWARD && !request.isAsyncStarted()) {
      exchange.finishPage();
    }
  }

  private static void outermost(
      Exchange exchange,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    boolean isPage = request.getDispatcherType() == DispatcherType.ERROR;
    exchange.begin();
    try {
      chain.doFilter(request, response);
      if (!request.isAsyncStarted()) {
        exchange.finish();
        if (request.getDispatcherType() == DispatcherType.FORWARD) {
          // From another application, whose filter would hold what the container no longer takes.
          exchange.flush();
        }
      } else if (isPage) {
        // After a time-out the request is still asynchronous, but nobody will complete it.
        exchange.finishPage();
      }
    } catch (IOException | ServletException | RuntimeException | Error e) {
      @Nullable SessionUnavailableException unavailable = unavailable(e);
      if (unavailable == null) {
        exchange.fail();
        throw e;
      }
      exchange.refuse(unavailable, !isPage);
    }
  }

  private static @Nullable SessionUnavailableException unavailable(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof SessionUnavailableException found) {
        return found;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
