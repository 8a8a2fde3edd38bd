package io.lockstep.web;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.SessionUnavailableException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response through all its dispatches: saves its sessions before the response's
 * first byte, and again at its end. Thread-safe.
 */
final class Exchange implements AsyncListener {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final String LEVEL_HEADER = "Lockstep-Level";

  private final WebSessions web;
  private final RequestSessions sessions;
  private HttpServletRequest containerRequest;
  private HttpServletResponse containerResponse;
  private SessionRequest request;
  private HeldResponse response;
  private final @Nullable SessionCookie presented;
  private @Nullable SessionCookie sent;
  private @Nullable ObservedAsyncContext async;

  Exchange(WebSessions web, HttpServletRequest request, HttpServletResponse response) {
    this.web = web;
    List<SessionCookie> cookies = web.cookies().presented(request);
    this.sessions = new RequestSessions(web, cookies);
    this.presented = cookies.size() == 1 ? cookies.get(0) : null;
    this.containerRequest = request;
    this.containerResponse = response;
    this.request = new SessionRequest(request, this);
    this.response = new HeldResponse(response, this::beforeFirstByte);
  }

  /** Goes on with bare objects of the container, as it hands them to an error page. */
  synchronized void reenter(HttpServletRequest bareRequest, HttpServletResponse bareResponse) {
    containerRequest = bareRequest;
    containerResponse = bareResponse;
    request = new SessionRequest(bareRequest, this);
    response = new HeldResponse(bareResponse, this::beforeFirstByte);
  }

  synchronized SessionRequest request() {
    return request;
  }

  synchronized HeldResponse response() {
    return response;
  }

  RequestSessions sessions() {
    return sessions;
  }

  /** The session, or a new one while the response can still carry its cookie. */
  HttpSession session() {
    @Nullable HttpSession existing = sessions.existing();
    if (existing != null) {
      return existing;
    }
    if (response().isCommitted()) {
      throw new IllegalStateException(
          "A session cannot be made any more: the response with its cookie has left");
    }
    HttpSession session = sessions.existingOrNew();
    tellLate();
    return session;
  }

  /**
   * Gives the session another id, which the client must learn.
   *
   * @throws IllegalStateException when there is no session, or the response's headers have left
   */
  String changeId() {
    @Nullable ReplicatedHttpSession session = sessions.existing();
    if (session == null) {
      throw new IllegalStateException("The request has no session whose id could change");
    }
    if (containerResponse.isCommitted()) {
      throw new IllegalStateException(
          "The session's id cannot change: the response is committed, so the client would not learn"
              + " the new one. Call changeSessionId() before the body is complete or flushed");
    }
    String newId = session.changeId();
    tellLate();
    return newId;
  }

  /** Sends the cookie after all, when the headers are ready and have not left yet. */
  private void tellLate() {
    if (response().isReleased()) {
      beforeFirstByte();
    }
  }

  /** Begins a dispatch that comes from the container. */
  void begin() {
    sessions.reopen();
  }

  /** Saves the sessions and adds the headers that tell of it. */
  private synchronized void beforeFirstByte() {
    @Nullable ReplicationLevel level = sessions.commit();
    if (containerResponse.isCommitted()) {
      return;
    }
    sendCookie();
    if (level != null && web.tellsLevel()) {
      containerResponse.setHeader(LEVEL_HEADER, level.name().toLowerCase(Locale.ROOT));
    }
  }

  private void sendCookie() {
    @Nullable SessionCookie cookie = sessions.upToDate();
    if (cookie == null) {
      if (sessions.leftWithout() && sessions.anyIsRequested()) {
        web.cookies().expire(containerRequest, containerResponse);
      }
      return;
    }
    boolean known =
        cookie.equals(presented) || (cookie.equals(sent) && web.cookies().isIn(containerResponse));
    if (!known) {
      web.cookies().send(containerRequest, containerResponse, cookie);
      sent = cookie;
    }
  }

  /** Ends the outermost dispatch: the response may leave. */
  void finish() throws IOException {
    response().releaseAtEnd();
    sessions.close();
  }

  /** Has the response leave that this one wraps. */
  void flush() throws IOException {
    response().flushBuffer();
  }

  /** Ends it when the application failed: the container will answer in its place. */
  void fail() {
    try {
      response().releaseEmpty();
    } catch (RuntimeException e) {
      log.warn("A failed request's session could not be saved: {}", e.getMessage());
    } finally {
      sessions.close();
    }
  }

  /** Ends a forward, or an error page: the response is complete, the request may not be. */
  void finishPage() throws IOException {
    response().releaseAndPassOn();
  }

  /**
   * Answers 503 in the application's place.
   *
   * @param page whether the application's error page may be shown
   * @throws SessionUnavailableException when the response has left already
   */
  void refuse(SessionUnavailableException reason, boolean page) throws IOException {
    if (sessions.refuse(reason)) {
      web.counters().unavailable();
    }
    sessions.close();
    HttpServletResponse bare;
    synchronized (this) {
      response.clear();
      bare = containerResponse;
    }
    if (bare.isCommitted()) {
      throw reason;
    }
    Refusal.write(bare, reason, page);
  }

  /** Notes that the request goes on when its dispatch returns. */
  synchronized AsyncContext startedAsync(AsyncContext started, boolean original) {
    started.addListener(this);
    async = new ObservedAsyncContext(started, this, original);
    return async;
  }

  /** Our view of the container's context. */
  synchronized AsyncContext asyncContext(AsyncContext container) {
    if (async == null || !Objects.equals(async.container(), container)) {
      async = new ObservedAsyncContext(container, this, false);
    }
    return async;
  }

  /** What the filter does at the end of a synchronous request. */
  void releaseBeforeComplete() {
    try {
      response().releaseAndPassOn();
    } catch (SessionUnavailableException e) {
      refuseQuietly(e);
    } catch (IOException e) {
      log.debug("The client is gone", e);
    } catch (RuntimeException e) {
      log.error("An asynchronous request's session could not be saved", e);
      failQuietly();
    }
  }

  private synchronized void failQuietly() {
    response.clear();
    if (!containerResponse.isCommitted()) {
      containerResponse.reset();
      containerResponse.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }
  }

  private void refuseQuietly(SessionUnavailableException reason) {
    try {
      refuse(reason, false);
    } catch (IOException | SessionUnavailableException e) {
      log.debug("A request could not be refused: {}", e.toString());
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    sessions.close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {}

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
