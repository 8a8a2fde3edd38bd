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

  private final @Nullable SessionCookie requested;
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
    this.requested = presented.isEmpty() ? null : presented.get(0);
  }

  /** The id that the client presented, or null. */
  @Nullable String requestedId() {
    return requested == null ? null : requested.id();
  }

  /** Whether the presented id is that of the present session; looks the session up. */
  synchronized boolean requestedIdIsValid() {
    return existing() != null && requestedIsValid;
  }

  /** The request's session, or null when it has none; looks it up the first time. */
  synchronized @Nullable ReplicatedHttpSession existing() {
    if (failure != null) {
      throw failure;
    }
    setEndedAside();
    if (current == null && !opened) {
      @Nullable SessionUse found = guarded(this::open);
      opened = true;
      if (found != null) {
        join(found);
      }
    }
    return view;
  }

  /** A new session in the place of one that there is not. */
  synchronized ReplicatedHttpSession create() {
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
      ended.add(current);
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
   * @return the lowest level reached, or null when the request used no session
   * @throws SessionUnavailableException now, or earlier in this request
   */
  synchronized @Nullable ReplicationLevel commit() {
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

  /** What the client should present next time, or null when the request used no session. */
  synchronized @Nullable SessionCookie upToDate() {
    if (current == null || !current.session().isValid()) {
      return null;
    }
    ServerSession session = current.session();
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
   * Ends all uses, after a last commit that nobody waits for. A later dispatch of the same request,
   * to an error page, finds its session again.
   */
  synchronized void close() {
    setEndedAside();
    @Nullable SessionCookie next = upToDate();
    uses().forEach(SessionUse::close);
    ended.clear();
    if (current != null) {
      current = null;
      view = null;
      opened = false;
      candidates = next == null ? List.of() : List.of(next);
    }
  }
}
