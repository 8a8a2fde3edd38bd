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
 */
record Answer(@Nullable String failure, @Nullable Cart cart) {
  static Answer good(Cart cart) {
    return new Answer(null, cart);
  }

  static Answer failed(String kind) {
    return new Answer(kind, null);
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
