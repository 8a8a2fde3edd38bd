package io.lockstep.testkit.simulation;

import io.lockstep.session.ServerSession;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What visitors keep in a session. Every writer sets three attributes to its token in one step, so
 * that a part of a batch would show. The cart of every second session is a document.
 *
 * @param token of the last writer; starts with the session's label
 * @param items what was put in the cart, each the token of its writer
 */
record SessionState(
    String token,
    @Nullable String second,
    @Nullable String third,
    @Nullable String large,
    List<String> items) {
  static final String TOKEN = "a";
  private static final String SECOND = "b";
  private static final String THIRD = "c";
  private static final String LARGE = "large";
  private static final String CART = "cart";

  /** Empty when nothing was ever written. */
  static Optional<SessionState> read(ServerSession session) {
    String token = (String) session.getAttribute(TOKEN);
    if (token == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SessionState(
            token,
            (String) session.getAttribute(SECOND),
            (String) session.getAttribute(THIRD),
            (String) session.getAttribute(LARGE),
            items(session)));
  }

  private static List<String> items(ServerSession session) {
    List<String> items = DocumentCart.items(session.documents());
    return items == null ? items((String) session.getAttribute(CART)) : items;
  }

  private static List<String> items(@Nullable String cart) {
    return cart == null || cart.isEmpty() ? List.of() : List.of(cart.split(","));
  }

  static void write(ServerSession session, String token) {
    session.setAttribute(TOKEN, token);
    session.setAttribute(SECOND, token);
    session.setAttribute(THIRD, token);
  }

  static void writeLarge(ServerSession session, String token, int bytes) {
    write(session, token);
    session.setAttribute(LARGE, token + ":" + "x".repeat(bytes));
  }

  static void addItem(ServerSession session, String token) {
    if (hasDocument(token)) {
      DocumentCart.add(session.documents(), token);
    } else {
      addToAttribute(session, token);
    }
    write(session, token);
  }

  private static void addToAttribute(ServerSession session, String token) {
    String cart = (String) session.getAttribute(CART);
    session.setAttribute(CART, cart == null || cart.isEmpty() ? token : cart + "," + token);
  }

  private static boolean hasDocument(String token) {
    return label(token).hashCode() % 2 == 0;
  }

  /** A token for a session's writer. */
  static String token(String label, int number, Kind kind) {
    return label + ":" + number + kind.mark;
  }

  /** The label of the session for which the token was made. */
  static String label(String token) {
    return token.substring(0, token.indexOf(':'));
  }

  /** What is wrong with the state as a whole, if anything. */
  Optional<String> contradiction() {
    if (!token.equals(second) || !token.equals(third)) {
      return Optional.of("a batch is there in part: " + this);
    }
    if (token.endsWith(Kind.LARGE.mark) && (large == null || !large.startsWith(token + ":"))) {
      return Optional.of("the large value of " + token + " is missing");
    }
    if (token.endsWith(Kind.ITEM.mark) && !holdsItem()) {
      return Optional.of("the item of " + token + " is missing from " + items);
    }
    return Optional.empty();
  }

  /** A document has what all requests changed; of an attribute the last change stands alone. */
  private boolean holdsItem() {
    return hasDocument(token)
        ? items.contains(token)
        : !items.isEmpty() && items.get(items.size() - 1).equals(token);
  }

  @Override
  public String toString() {
    String shortLarge = large == null ? "none" : large.substring(0, Math.min(20, large.length()));
    return "%s %s %s, large %s, items %s".formatted(token, second, third, shortLarge, items);
  }

  /** What a writer writes beside its token. */
  enum Kind {
    PLAIN("p"),
    LARGE("l"),
    ITEM("i");

    private final String mark;

    Kind(String mark) {
      this.mark = mark;
    }
  }
}
