package io.lockstep.systemtests.faults;

import io.lockstep.cli.tour.Cookies;
import io.lockstep.systemtests.history.Items;
import java.util.List;

/**
 * A session as its visitor knows it: a name of the visitor's own, the cookies, and the number of
 * its last item. Used by one thread.
 */
final class VisitorSession {
  /** The shop takes 200 lines into a cart. */
  private static final int MOST_ITEMS = 60;

  private static final String PRODUCT = "assam";

  private final String name;
  private final Cookies cookies = new Cookies();
  private int items;

  VisitorSession(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Cookies cookies() {
    return cookies;
  }

  /** Whether a server has given the session to the visitor. */
  boolean isOpen() {
    return !cookies.isEmpty();
  }

  boolean isFull() {
    return items == MOST_ITEMS;
  }

  /** The number of an item that was never asked for. */
  int nextItem() {
    return ++items;
  }

  /** What an item is called in the shop, where no other session has it. */
  String line(int item) {
    return "%s~%s-%d".formatted(PRODUCT, name, item);
  }

  /** The lines of a cart as a history has them: this session's by their numbers. */
  String items(List<String> lines) {
    String own = line(0).substring(0, line(0).length() - 1);
    return Items.write(
        lines.stream()
            .map(line -> line.startsWith(own) ? line.substring(own.length()) : line)
            .toList());
  }
}
