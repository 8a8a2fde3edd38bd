package io.lockstep.web;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.session.ServerSession;
import io.lockstep.session.SessionUnavailableException;
import io.lockstep.session.SessionUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one request: the one its cookie names, and those it makes or ends. Nothing is
 * looked up before the application asks. Thread-safe.
 */
final class RequestSessions {
  private static final Duration OPEN_WAIT = Duration.ofSeconds(5);
  private static final Duration COMMIT_WAIT = Duration.ofSeconds(10);

  private final WebSessions web;

  /** What the client may have; the first that opens is the one. Replaced by what it will have. */
  private List<SessionCookie> candidates;

  /** What the client will have, once the request's uses have ended. */
  private @Nullable SessionCookie ownCandidate;

  private final boolean severalPresented;
  private @Nullable SessionCookie requested;
  private boolean closed;
  private boolean refused;
  private boolean opened;
  private boolean requestedIsValid;
  private boolean endedHere;
  private @Nullable SessionUse current;
  private @Nullable ReplicatedHttpSession view;
  private final List<SessionUse> ended = new ArrayList<>();
  private @Nullable SessionUnavailableException failure;

  RequestSessions(WebSessions web, List<SessionCookie> presented) {
    this.web = web;
    this.candidates = presented;
    this.severalPresented = presented.size() > 1;
    this.requested = presented.isEmpty() ? null : presented.get(0);
  }

  /** Whether the client presented any id. */
  synchronized boolean anyIsRequested() {
    return requested != null;
  }

  /** The id that the client presented, or null; of several, the one that has a session. */
  synchronized @Nullable String requestedId() {
    if (severalPresented && !closed) {
      var unused = existing();
    }
    return requested == null ? null : requested.id();
  }

  /** Whether the presented id is that of the present session; looks the session up. */
  synchronized boolean requestedIdIsValid() {
    return existing() != null && requestedIsValid;
  }

  /**
   * The request's session, or null when it has none; looks it up the first time. Once the request
   * is over, only what it has found before.
   *
   * @throws IllegalStateException when it is over, and has not looked before
   */
  synchronized @Nullable ReplicatedHttpSession existing() {
    if (failure != null) {
      throw failure;
    }
    setEndedAside();
    if (closed) {
      checkJoinable(opened);
      return view;
    }
    if (current == null && !opened) {
      @Nullable SessionUse found = guarded(this::open);
      opened = true;
      if (found != null) {
        join(found);
      }
    }
    return view;
  }

  /** A use that began now would never end. */
  private static void checkJoinable(boolean allowed) {
    if (!allowed) {
      throw new IllegalStateException("The request is over: no session can be joined any more");
    }
  }

  /** The request's session, or a new one in one step: two threads of a request get the same. */
  synchronized ReplicatedHttpSession existingOrNew() {
    @Nullable ReplicatedHttpSession existing = existing();
    return existing != null ? existing : create();
  }

  private ReplicatedHttpSession create() {
    checkJoinable(!closed);
    ReplicatedHttpSession created = join(guarded(web::create));
    opened = true;
    created.created();
    return created;
  }

  private ReplicatedHttpSession join(SessionUse use) {
    ReplicatedHttpSession joined = web.views().of(use.session());
    current = use;
    view = joined;
    return joined;
  }

  private void setEndedAside() {
    if (current != null && !current.session().isValid()) {
      if (!closed) {
        ended.add(current);
      }
      endedHere |= view != null && view.wasEndedHere();
      current = null;
      view = null;
      requestedIsValid = false;
    }
  }

  private @Nullable SessionUse open() {
    for (SessionCookie candidate : candidates) {
      CompletableFuture<Optional<SessionUse>> opening = web.open(candidate);
      Optional<SessionUse> found = awaited(opening);
      if (found.isPresent()) {
        requestedIsValid = true;
        requested = candidate.equals(ownCandidate) ? requested : candidate;
        return found.get();
      }
    }
    return null;
  }

  private static Optional<SessionUse> awaited(CompletableFuture<Optional<SessionUse>> opening) {
    try {
      return Waiting.forResult(opening, OPEN_WAIT, "Looking for the session");
    } catch (SessionUnavailableException e) {
      var unused = opening.thenAccept(late -> late.ifPresent(SessionUse::close));
      throw e;
    }
  }

  /** Remembers that a session cannot be had, so that the application cannot answer regardless. */
  private <T extends @Nullable Object> T guarded(Supplier<T> step) {
    try {
      return step.get();
    } catch (SessionUnavailableException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Sends what was changed, and waits until it is as safe as the settings say.
   *
   * @return the lowest level reached, or null when the request used no session, or was refused
   * @throws SessionUnavailableException now, or earlier in this request
   */
  synchronized @Nullable ReplicationLevel commit() {
    if (refused || closed) {
      return null;
    }
    if (failure != null) {
      throw failure;
    }
    setEndedAside();
    return guarded(this::commitAll);
  }

  private @Nullable ReplicationLevel commitAll() {
    List<CompletableFuture<ReplicationLevel>> commits =
        uses().stream().map(SessionUse::commit).toList();
    @Nullable ReplicationLevel lowest = null;
    for (CompletableFuture<ReplicationLevel> commit : commits) {
      ReplicationLevel level = Waiting.forResult(commit, COMMIT_WAIT, "Saving the session");
      lowest = lowest == null || level.compareTo(lowest) < 0 ? level : lowest;
    }
    return lowest;
  }

  private List<SessionUse> uses() {
    var uses = new ArrayList<>(ended);
    if (current != null) {
      uses.add(current);
    }
    return uses;
  }

  /**
   * What the client should present next time, or null when the request used no session, or another
   * one has changed its id: whoever asked for that gets the new id, and nobody else.
   */
  synchronized @Nullable SessionCookie upToDate() {
    if (closed) {
      return ownCandidate;
    }
    if (current == null || !current.session().isValid()) {
      return null;
    }
    ServerSession session = current.session();
    if (!session.hasCurrentId()) {
      return null;
    }
    return new SessionCookie(session.id(), session.epoch());
  }

  /**
   * Whether the request ended its session and has made no other since. When another request ended
   * it, that one may have made another.
   */
  synchronized boolean leftWithout() {
    setEndedAside();
    return endedHere && current == null;
  }

  /**
   * The answer says that the session cannot be had; the page that shows it cannot have it either.
   *
   * @return false when that is so already
   */
  synchronized boolean refuse(SessionUnavailableException reason) {
    boolean first = !refused;
    failure = reason;
    refused = true;
    return first;
  }

  /**
   * Ends all uses, after a last commit that nobody waits for. Nothing is joined from now on; what
   * is changed in a session that was joined goes out by itself.
   */
  synchronized void close() {
    if (closed) {
      return;
    }
    setEndedAside();
    ownCandidate = upToDate();
    uses().forEach(SessionUse::close);
    ended.clear();
    closed = true;
  }

  /** A later dispatch of the same request, to an error page, finds its session again. */
  synchronized void reopen() {
    if (closed) {
      closed = false;
      if (current != null) {
        current = null;
        view = null;
        opened = false;
        candidates = ownCandidate == null ? List.of() : List.of(ownCandidate);
      }
    }
  }
}
