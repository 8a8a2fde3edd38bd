package io.lockstep.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What this node holds of sessions that it does not own. The loop's alone. */
final class BackupRepository {
  private final Map<SessionKey, Copy> copies = new HashMap<>();
  private volatile int withContent;
  private volatile int withoutOwner;

  @Nullable Copy get(SessionKey key) {
    return copies.get(key);
  }

  /** The copy, made empty when there is none. */
  Copy getOrCreate(SessionKey key, long nowNanos) {
    return copies.computeIfAbsent(key, any -> new Copy(nowNanos));
  }

  void remove(SessionKey key) {
    copies.remove(key);
  }

  void clear() {
    copies.clear();
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

  /** Counts the backups: costs time in proportion to them. */
  void recount(Predicate<Copy> hasOwner) {
    List<Map.Entry<SessionKey, Copy>> backups = backups();
    withContent = backups.size();
    withoutOwner = (int) backups.stream().filter(entry -> !hasOwner.test(entry.getValue())).count();
  }
}
