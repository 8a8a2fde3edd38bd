package io.lockstep.systemtests.servers;

import java.util.List;

/** What came of a request to the shop. */
public sealed interface Reply {
  /**
   * The shop answered.
   *
   * @param server who answered
   * @param level how safe the session is, as the server says
   * @param fresh whether the server made the session for this request
   * @param identity differs between two sessions
   * @param items the lines of the cart in their order; one that is in it twice comes twice
   */
  record Cart(String server, String level, boolean fresh, String identity, List<String> items)
      implements Reply {
    public Cart {
      items = List.copyOf(items);
    }
  }

  /**
   * No cart came.
   *
   * @param kind the status, for example {@code 503}, or {@code time-out}, {@code connection},
   *     {@code unreadable}
   */
  record None(String kind) implements Reply {}
}
