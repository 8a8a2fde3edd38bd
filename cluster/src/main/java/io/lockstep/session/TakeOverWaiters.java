package io.lockstep.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests that wait for a take-over. Lives on the loop. */
final class TakeOverWaiters {
  private final List<CompletableFuture<Optional<Ownership>>> waiting = new ArrayList<>();

  void add(CompletableFuture<Optional<Ownership>> waiter) {
    waiting.add(waiter);
  }

  boolean remove(CompletableFuture<Optional<Ownership>> waiter) {
    return waiting.removeIf(other -> other == waiter);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void complete(Optional<Ownership> result) {
    List.copyOf(waiting).forEach(waiter -> waiter.complete(result));
    waiting.clear();
  }

  void fail(SessionUnavailableException failure) {
    List.copyOf(waiting).forEach(waiter -> waiter.completeExceptionally(failure));
    waiting.clear();
  }
}
