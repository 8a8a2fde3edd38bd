package shop;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a visitor wants to buy: how many of each item. Immutable, so that a request that reads it
 * sees one state of it.
 */
final class Cart implements Serializable {
  private static final long serialVersionUID = 1;

  /** The most lines in a cart: a session is no place for what has no end. */
  static final int MOST_LINES = 200;

  static final Cart EMPTY = new Cart(new LinkedHashMap<>());

  private final LinkedHashMap<String, Integer> counts;

  private Cart(LinkedHashMap<String, Integer> counts) {
    this.counts = counts;
  }

  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  boolean holds(String item) {
    return counts.containsKey(item);
  }

  /** Whether one more of the item goes in. */
  boolean hasRoomFor(String item) {
    return holds(item) || counts.size() < MOST_LINES;
  }

  /** This cart and one more of the item. */
  Cart plus(String item) {
    var more = new LinkedHashMap<>(counts);
    more.merge(item, 1, Integer::sum);
    return new Cart(more);
  }

  /** This cart without the item. */
  Cart minus(String item) {
    var less = new LinkedHashMap<>(counts);
    less.remove(item);
    return new Cart(less);
  }
}
