package io.lockstep.store;

/**
 * Hears of changes of a store's entries, made here or on another node. Called on the node's
 * workers, one call at a time and in the order of the changes on this node; the end of an entry's
 * time to live is not told. All methods do nothing by default.
 */
public interface StoreListener<K, V> {
  /** The entry was put, over another one or not. */
  default void put(K key, V value) {}

  /** The entry was removed. */
  default void removed(K key) {}

  /**
   * So many events were dropped, because this listener was slow and too many waited for it, or
   * because the value cannot be read here.
   */
  default void missed(long events) {}
}
