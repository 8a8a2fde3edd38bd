package io.lockstep.store;

import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A map that every node of the cluster has whole. Reads are local and never wait. A change is
 * serialised on the caller's thread, is visible here at once, and reaches the other nodes soon
 * after; of two changes of one entry the newer one stays everywhere.
 *
 * <p>Keys and values are never null. A value is what was put: an object that is changed later has
 * to be put again. Two keys are the same when they are equal.
 *
 * <p>What compares or computes ({@code putIfAbsent}, {@code replace}, {@code remove(key, value)},
 * {@code compute}, {@code merge}) is atomic among the threads of this node only: two nodes may both
 * succeed, and then the newer change stays.
 *
 * <p>Thread-safe. Methods that change throw
 *
 * <ul>
 *   <li>{@link NullPointerException} for a null key or value,
 *   <li>{@link ClassCastException} for one of another class than the store was asked for with,
 *   <li>{@link EntryRefusedException} for one that cannot be serialised, is not allowed, or is too
 *       large;
 * </ul>
 *
 * <p>then nothing is changed and nothing sent. Methods that read a value throw {@link
 * EntryUnreadableException} when its class is missing here or not allowed.
 */
public interface SharedStore<K, V> extends ConcurrentMap<K, V> {
  /** The name under which every node has it. */
  String name();

  /**
   * Puts an entry that ends by itself: after the time it is as if it had been removed.
   *
   * @param timeToLive positive; measured by each node's wall clock
   * @return the value before, or null when there was none or it cannot be read here
   */
  @Nullable V put(K key, V value, Duration timeToLive);

  /** Adds a listener, called from then on for changes made on any node. */
  void addListener(StoreListener<? super K, ? super V> listener);

  /** Removes a listener; what waits for it is dropped. Without effect when it was not added. */
  void removeListener(StoreListener<? super K, ? super V> listener);
}
