package io.lockstep.cli.tour;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request.
 *
 * @param failure null when it was answered with success; else its kind, for example {@code 502},
 *     {@code connection} or {@code time-out}
 * @param cart what the shop answered, when it did with success
 * @param level how safe Lockstep says the session is; empty when it says nothing
 */
record Answer(@Nullable String failure, @Nullable Cart cart, String level) {
  static Answer good(Cart cart, String level) {
    return new Answer(null, cart, level);
  }

  static Answer failed(String kind) {
    return new Answer(kind, null, "");
  }

  /**
   * The shop's cart.
   *
   * @param server who answered
   * @param session changes with the session
   * @param fresh whether the session was made by this request
   * @param since when the session was made
   * @param items how many of each
   */
  record Cart(
      String server,
      String session,
      @JsonProperty("new") boolean fresh,
      String since,
      Map<String, Integer> items) {}
}
