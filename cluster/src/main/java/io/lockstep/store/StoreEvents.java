package io.lockstep.store;

import io.lockstep.time.Lane;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes a store's changes on to its listeners, each in a lane of its own, so that a slow one holds
 * up nobody else. Thread-safe.
 */
final class StoreEvents implements StoreCell.Changes {
  /** How many events may wait for a listener. */
  static final int MOST_WAITING = 10_000;

  private final StoreContext context;
  private final EntryReader reader;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  StoreEvents(StoreContext context, EntryReader reader) {
    this.context = context;
    this.reader = reader;
  }

  void add(Object identity, StoreListener<Object, Object> listener) {
    subscriptions.add(new Subscription(identity, listener));
  }

  void remove(Object identity) {
    subscriptions.stream()
        .filter(subscription -> subscription.identity == identity)
        .findFirst()
        .ifPresent(
            subscription -> {
              subscription.ended = true;
              subscriptions.remove(subscription);
            });
  }

  @Override
  public void put(Object key, StoredEntry entry) {
    if (!(key instanceof OpaqueKey)) {
      subscriptions.forEach(subscription -> subscription.offer(() -> subscription.put(key, entry)));
    }
  }

  @Override
  public void removed(Object key) {
    if (!(key instanceof OpaqueKey)) {
      subscriptions.forEach(
          subscription -> subscription.offer(() -> subscription.listener.removed(key)));
    }
  }

  private final class Subscription {
    private final Object identity;
    private final StoreListener<Object, Object> listener;
    private final Lane lane = new Lane(context.workers(), MOST_WAITING);
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean ended;

    Subscription(Object identity, StoreListener<Object, Object> listener) {
      this.identity = identity;
      this.listener = listener;
    }

    void offer(Runnable event) {
      if (!lane.offer(() -> deliver(event), 1)) {
        missed.incrementAndGet();
        context.counters().increment("stores.events-missed");
      }
    }

    private void deliver(Runnable event) {
      if (ended) {
        return;
      }
      event.run();
      // Those that found no room came after the events that still wait, so they are told last.
      long dropped = missed.getAndSet(0);
      if (dropped > 0) {
        listener.missed(dropped);
      }
    }

    private void put(Object key, StoredEntry entry) {
      Object value;
      try {
        value = reader.value(key, entry);
      } catch (EntryUnreadableException e) {
        listener.missed(1);
        return;
      }
      listener.put(key, value);
    }
  }
}
