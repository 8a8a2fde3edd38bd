package io.lockstep.cli.tour;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be in a visitor's cart: each item that was answered with success exactly once; the one
 * whose request failed once or not at all; nothing else. Not thread-safe.
 */
final class CartModel {
  private static final long NOT_CONFIRMED = Long.MIN_VALUE;

  private final Map<String, Long> confirmedAt = new HashMap<>();
  private @Nullable String uncertain;

  /** A request to put the item in is on its way. */
  void sent(String item) {
    confirmedAt.put(item, NOT_CONFIRMED);
    uncertain = item;
  }

  /** The request was answered with success, at that time in nanoseconds. */
  void confirmed(String item, long nowNs) {
    confirmedAt.put(item, nowNs);
    uncertain = null;
  }

  /** The item whose request was not answered with success, if there is one. */
  @Nullable String uncertain() {
    return uncertain;
  }

  /** How many items must be in the cart. */
  int size() {
    return (int) confirmedAt.values().stream().filter(at -> at != NOT_CONFIRMED).count();
  }

  /** What is wrong with a cart; empty when nothing is. */
  List<Difference> differences(Map<String, Integer> cart) {
    var differences = new ArrayList<Difference>();
    confirmedAt.forEach(
        (item, at) -> {
          int count = cart.getOrDefault(item, 0);
          if (count > 1 || (count == 0 && at != NOT_CONFIRMED)) {
            differences.add(new Difference(item, count, at));
          }
        });
    cart.forEach(
        (item, count) -> {
          if (!confirmedAt.containsKey(item)) {
            differences.add(new Difference(item, count, NOT_CONFIRMED));
          }
        });
    return differences;
  }

  /**
   * An item that is not in the cart as often as it must be.
   *
   * @param count how often it is
   * @param confirmedAtNs when the request that put it in was answered with success
   */
  record Difference(String item, int count, long confirmedAtNs) {
    /** Whether it was put in with success at that time or later, and is missing. */
    boolean isMissingSince(long ns) {
      return count == 0 && confirmedAtNs >= ns;
    }

    @Override
    public String toString() {
      return item + (count == 0 ? " is missing" : " is in it " + count + " times");
    }
  }
}
