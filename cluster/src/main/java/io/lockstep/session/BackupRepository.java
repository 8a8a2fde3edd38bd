package io.lockstep.session;

import io.lockstep.wire.proto.SessionContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this node holds of sessions that it does not own. The loop's alone. */
final class BackupRepository {
  private final Optional<GuardedStore> store;
  private final Supplier<Attributes> place;
  private final Map<SessionKey, Copy> copies = new HashMap<>();
  private volatile int withContent;
  private volatile int withoutOwner;
  private volatile long bytes;

  /**
   * An empty repository.
   *
   * @param store keeps the attributes; empty: they stay in memory
   */
  BackupRepository(Optional<GuardedStore> store) {
    this.store = store;
    place =
        store
            .<Supplier<Attributes>>map(present -> () -> new StoredAttributes(present))
            .orElse(HeapAttributes::new);
  }

  @Nullable Copy get(SessionKey key) {
    return copies.get(key);
  }

  /** The copy, made empty when there is none. */
  Copy getOrCreate(SessionKey key, long nowNanos) {
    return copies.computeIfAbsent(key, any -> new Copy(place, nowNanos));
  }

  /**
   * The content, kept where copies are.
   *
   * @throws BackupStoreException when it cannot be kept; nothing of it is then
   * @throws IllegalArgumentException when it makes no sense
   */
  SessionState store(SessionContent content, long nowNanos) {
    return SessionState.of(content, nowNanos, place.get());
  }

  void remove(SessionKey key) {
    Copy removed = copies.remove(key);
    if (removed != null) {
      removed.release();
    }
  }

  void clear() {
    copies.values().forEach(Copy::release);
    copies.clear();
  }

  /** The store is used no more. */
  void close() {
    store.ifPresent(GuardedStore::close);
  }

  /** All keys: a copy. */
  Collection<SessionKey> keys() {
    return new ArrayList<>(copies.keySet());
  }

  /** Those with content that has not ended: the backups. */
  List<Map.Entry<SessionKey, Copy>> backups() {
    return copies.entrySet().stream().filter(entry -> isBackup(entry.getValue())).toList();
  }

  static boolean isBackup(Copy copy) {
    SessionState state = copy.state;
    return state != null && !state.ended;
  }

  /** How many backups were counted last; see {@link #recount}. */
  int size() {
    return withContent;
  }

  /** How many of them were counted last to have no owner that can be relied on. */
  int withoutOwner() {
    return withoutOwner;
  }

  /** How many bytes they had then, documents included. */
  long bytes() {
    return bytes;
  }

  /** Counts the backups: costs time in proportion to them. */
  void recount(Predicate<Copy> hasOwner) {
    int counted = 0;
    int left = 0;
    long all = 0;
    for (Copy copy : copies.values()) {
      SessionState state = copy.state;
      if (state != null && !state.ended) {
        counted++;
        left += hasOwner.test(copy) ? 0 : 1;
        all += state.bytes() + state.documentBytes();
      }
    }
    withContent = counted;
    withoutOwner = left;
    bytes = all;
  }
}
