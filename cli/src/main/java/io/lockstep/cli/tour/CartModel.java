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
  private final Map<String, Long> askedAt = new HashMap<>();
  private @Nullable String uncertain;

  /** A request to put the item in is on its way. */
  void sent(String item) {
    confirmedAt.put(item, NOT_CONFIRMED);
    uncertain = item;
  }

  /** The request that began at that time was answered with success; both in nanoseconds. */
  void confirmed(String item, long startNs, long nowNs) {
    askedAt.put(item, startNs);
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
            differences.add(difference(item, count));
          }
        });
    cart.forEach(
        (item, count) -> {
          if (!confirmedAt.containsKey(item)) {
            differences.add(difference(item, count));
          }
        });
    return differences;
  }

  private Difference difference(String item, int count) {
    return new Difference(
        item,
        count,
        askedAt.getOrDefault(item, NOT_CONFIRMED),
        confirmedAt.getOrDefault(item, NOT_CONFIRMED));
  }

  /**
   * An item that is not in the cart as often as it must be.
   *
   * @param count how often it is
   * @param askedAtNs when the request that put it in began
   * @param confirmedAtNs when it was answered with success
   */
  record Difference(String item, int count, long askedAtNs, long confirmedAtNs) {
    /**
     * Whether it is missing, and was put in around a kill: the answer came at the first time or
     * later, the request went out before the second. A server that dies may have answered what its
     * visitor reads only when it is gone.
     */
    boolean isMissingFrom(long fromNs, long goneNs) {
      return count == 0 && confirmedAtNs >= fromNs && askedAtNs <= goneNs;
    }

    @Override
    public String toString() {
      return item + (count == 0 ? " is missing" : " is in it " + count + " times");
    }
  }
}
