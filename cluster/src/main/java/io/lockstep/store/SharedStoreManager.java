package io.lockstep.store;

import java.util.Set;

/** A node's shared stores. Thread-safe; no method waits. */
public interface SharedStoreManager {
  /** The longest name of a store, in characters. */
  int LONGEST_NAME = 200;

  /**
   * Gives the store of that name, and makes it when it is used for the first time. It appears on
   * the other nodes with its first change.
   *
   * @param name 1 to {@value #LONGEST_NAME} characters, none of them a control character, not blank
   * @throws IllegalArgumentException when the name is not allowed, naming it
   */
  SharedStore<Object, Object> getSharedStore(String name);

  /**
   * As {@link #getSharedStore(String)}, for keys and values of these classes.
   *
   * @throws IllegalArgumentException when the name is not allowed, naming it
   */
  <K, V> SharedStore<K, V> getSharedStore(String name, Class<K> keys, Class<V> values);

  /** The names of all stores that this node has, sorted. */
  Set<String> names();
}
