package io.lockstep.store;

import io.lockstep.store.StoredEntry.Draft;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store as the application sees it, for keys and values of some classes. Thread-safe. */
final class ReplicatedStore<K, V> extends AbstractMap<K, V> implements SharedStore<K, V> {
  private final StoreReplica replica;
  private final StoreCell cell;
  private final Class<K> keys;
  private final Class<V> values;

  ReplicatedStore(StoreReplica replica, Class<K> keys, Class<V> values) {
    this.replica = replica;
    this.cell = replica.cell();
    this.keys = keys;
    this.values = values;
  }

  @Override
  public String name() {
    return replica.name();
  }

  /** What stands behind it. */
  StoreCell cell() {
    return cell;
  }

  // ---- reads ----

  @Override
  public @Nullable V get(Object key) {
    StoredEntry entry = present(key);
    return entry == null ? null : value(key, entry);
  }

  @Override
  public boolean containsKey(Object key) {
    return present(key) != null;
  }

  private @Nullable StoredEntry present(Object key) {
    StoredEntry entry = cell.find(Objects.requireNonNull(key, "key"));
    return entry == null || isOver(entry) ? null : entry;
  }

  private boolean isOver(StoredEntry entry) {
    return entry.isTimed() && entry.isOverAt(replica.context().nowMs());
  }

  private V value(Object key, StoredEntry entry) {
    Object known = entry.value();
    return cast(values, "value", known != null ? known : replica.reader().value(key, entry));
  }

  /** The value that was replaced; null when there was none or it cannot be read here. */
  private @Nullable V before(Object key, @Nullable StoredEntry entry) {
    try {
      return entry == null || isOver(entry) ? null : value(key, entry);
    } catch (EntryUnreadableException e) {
      return null;
    }
  }

  private <T> T cast(Class<T> type, String role, Object object) {
    try {
      return type.cast(object);
    } catch (ClassCastException e) {
      var told =
          new ClassCastException(
              "Store \"%s\": a %s of class %s; it was asked for with %s"
                  .formatted(name(), role, object.getClass().getName(), type.getName()));
      told.initCause(e);
      throw told;
    }
  }

  // ---- changes ----

  @Override
  public @Nullable V put(K key, V value) {
    return put(draft(key, value, 0), key);
  }

  @Override
  public @Nullable V put(K key, V value, Duration timeToLive) {
    if (timeToLive.isZero() || timeToLive.isNegative()) {
      throw new IllegalArgumentException(
          "Store \"%s\": time to live %s: allowed is a positive time"
              .formatted(name(), timeToLive));
    }
    long nowMs = replica.context().nowMs();
    long forMs = Math.min(timeToLive.toMillis(), Long.MAX_VALUE - nowMs);
    return put(draft(key, value, nowMs + Math.max(1, forMs)), key);
  }

  private @Nullable V put(Draft draft, K key) {
    try {
      StoredEntry before = cell.put(key, draft);
      replica.wrote();
      return before(key, before);
    } catch (StoreFullException e) {
      throw replica.reader().refused(key, e);
    }
  }

  private boolean put(K key, @Nullable StoredEntry expected, Draft draft) {
    try {
      boolean put = cell.put(key, expected, draft);
      if (put) {
        replica.wrote();
      }
      return put;
    } catch (StoreFullException e) {
      throw replica.reader().refused(key, e);
    }
  }

  private Draft draft(Object key, Object value, long expiresMs) {
    cast(keys, "key", Objects.requireNonNull(key, "key"));
    cast(values, "value", Objects.requireNonNull(value, "value"));
    return replica.reader().draft(key, value, expiresMs);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    Draft draft = draft(key, value, 0);
    while (true) {
      StoredEntry found = cell.find(key);
      if (found != null && !isOver(found)) {
        return value(key, found);
      }
      if (put(key, found, draft)) {
        return null;
      }
    }
  }

  @Override
  public @Nullable V replace(K key, V value) {
    Draft draft = draft(key, value, 0);
    while (true) {
      StoredEntry found = present(key);
      if (found == null) {
        return null;
      }
      if (put(key, found, draft)) {
        return before(key, found);
      }
    }
  }

  @Override
  public boolean replace(K key, V expected, V value) {
    Objects.requireNonNull(expected, "expected");
    Draft draft = draft(key, value, 0);
    while (true) {
      StoredEntry found = present(key);
      if (found == null || !value(key, found).equals(expected)) {
        return false;
      }
      if (put(key, found, draft)) {
        return true;
      }
    }
  }

  @Override
  public @Nullable V remove(Object key) {
    while (true) {
      StoredEntry found = present(key);
      if (found == null) {
        return null;
      }
      if (removed(key, found)) {
        return before(key, found);
      }
    }
  }

  @Override
  public boolean remove(Object key, @Nullable Object expected) {
    while (true) {
      StoredEntry found = present(key);
      if (found == null || !value(key, found).equals(expected)) {
        return false;
      }
      if (removed(key, found)) {
        return true;
      }
    }
  }

  private boolean removed(Object key, StoredEntry entry) {
    boolean removed = cell.remove(key, entry);
    if (removed) {
      replica.wrote();
    }
    return removed;
  }

  /** Removes what is there entry by entry; what is put meanwhile may stay. */
  @Override
  public void clear() {
    Iterator<Map.Entry<Object, StoredEntry>> entries = cell.liveEntries();
    while (entries.hasNext()) {
      Map.Entry<Object, StoredEntry> entry = entries.next();
      removed(entry.getKey(), entry.getValue());
    }
  }

  // ---- views ----

  /** How many entries there are; while others change them, how many there lately were. */
  @Override
  public int size() {
    int size = 0;
    Iterator<Entry<K, V>> entries = new Entries();
    while (entries.hasNext()) {
      entries.next();
      size++;
    }
    return size;
  }

  @Override
  public boolean isEmpty() {
    return !new Entries().hasNext();
  }

  @Override
  public Set<Entry<K, V>> entrySet() {
    return new EntrySet();
  }

  private final class EntrySet extends AbstractSet<Entry<K, V>> {
    @Override
    public Iterator<Entry<K, V>> iterator() {
      return new Entries();
    }

    @Override
    public int size() {
      return ReplicatedStore.this.size();
    }
  }

  /** Goes through the entries that can be seen here; never fails because of changes. */
  private final class Entries implements Iterator<Entry<K, V>> {
    private final Iterator<Entry<Object, StoredEntry>> all = cell.liveEntries();
    private @Nullable Entry<Object, StoredEntry> next;
    private @Nullable Entry<Object, StoredEntry> last;

    @Override
    public boolean hasNext() {
      while (next == null && all.hasNext()) {
        Entry<Object, StoredEntry> found = all.next();
        if (!(found.getKey() instanceof OpaqueKey) && !isOver(found.getValue())) {
          next = found;
        }
      }
      return next != null;
    }

    @Override
    public Entry<K, V> next() {
      Entry<Object, StoredEntry> found = hasNext() ? next : null;
      if (found == null) {
        throw new NoSuchElementException();
      }
      last = found;
      next = null;
      return new StoreEntry(cast(keys, "key", found.getKey()), found.getValue());
    }

    @Override
    public void remove() {
      Entry<Object, StoredEntry> found = last;
      if (found == null) {
        throw new IllegalStateException("There is nothing to remove");
      }
      ReplicatedStore.this.remove(found.getKey());
      last = null;
    }
  }

  /** An entry whose value is read when somebody asks for it. */
  private final class StoreEntry implements Entry<K, V> {
    private final K key;
    private final StoredEntry entry;

    StoreEntry(K key, StoredEntry entry) {
      this.key = key;
      this.entry = entry;
    }

    @Override
    public K getKey() {
      return key;
    }

    @Override
    public V getValue() {
      return value(key, entry);
    }

    /** Puts; the entry itself goes on showing the value that it had. */
    @Override
    public V setValue(V value) {
      put(key, value);
      return getValue();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entry<?, ?> another
          && key.equals(another.getKey())
          && getValue().equals(another.getValue());
    }

    @Override
    public int hashCode() {
      return key.hashCode() ^ getValue().hashCode();
    }

    @Override
    public String toString() {
      return key + "=" + getValue();
    }
  }

  // ---- listeners ----

  @Override
  public void addListener(StoreListener<? super K, ? super V> listener) {
    Objects.requireNonNull(listener, "listener");
    replica
        .events()
        .add(
            listener,
            new StoreListener<>() {
              @Override
              public void put(Object key, Object value) {
                listener.put(cast(keys, "key", key), cast(values, "value", value));
              }

              @Override
              public void removed(Object key) {
                listener.removed(cast(keys, "key", key));
              }

              @Override
              public void missed(long events) {
                listener.missed(events);
              }
            });
  }

  @Override
  public void removeListener(StoreListener<? super K, ? super V> listener) {
    replica.events().remove(listener);
  }
}
