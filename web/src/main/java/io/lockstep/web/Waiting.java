package io.lockstep.web;

import io.lockstep.session.SessionUnavailableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits on a request's thread, never for ever. */
final class Waiting {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private Waiting() {}

  /**
   * The future's result.
   *
   * @param what what is waited for, for the message of an error
   * @throws SessionUnavailableException when it does not come in time, or the wait is interrupted
   * @throws RuntimeException what the future failed with
   */
  static <T> T forResult(CompletableFuture<T> future, Duration most, String what) {
    try {
      return future.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (CancellationException e) {
      throw unavailable(what + " was given up");
    } catch (TimeoutException e) {
      throw unavailable(what + " took longer than " + most.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(what + " was interrupted");
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException known) {
      return known;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }

  private static SessionUnavailableException unavailable(String message) {
    return new SessionUnavailableException(message, RETRY_AFTER);
  }
}
