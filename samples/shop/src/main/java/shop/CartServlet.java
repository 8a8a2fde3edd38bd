package shop;

import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The visitor's cart, in the session.
 *
 * <ul>
 *   <li>{@code GET /cart}: what is in it
 *   <li>{@code POST /cart?item=ID}: puts one more of the item into it, each time it is asked to;
 *       with {@code &once=true} only when none is there yet, which is how a client repeats a
 *       request whose answer it never got
 *   <li>{@code DELETE /cart?item=ID}: takes the item out
 * </ul>
 *
 * Each answers with the cart as JSON, and with the server and session it came from; a cart that is
 * full with 409.
 */
@WebServlet(urlPatterns = "/cart", asyncSupported = true)
public class CartServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String CART = "cart";

  /** One visitor's requests change the cart one at a time; 64 locks are enough for all visitors. */
  private static final Object[] LOCKS =
      IntStream.range(0, 64).mapToObj(index -> new Object()).toArray();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var session = request.getSession();
    send(response, session, cart(session));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean once = Boolean.parseBoolean(request.getParameter("once"));
    change(
        request,
        response,
        (item, cart) -> {
          if (once && cart.holds(item)) {
            return cart;
          }
          return cart.hasRoomFor(item) ? cart.plus(item) : null;
        });
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    change(request, response, (item, cart) -> cart.minus(item));
  }

  private static void change(
      HttpServletRequest request, HttpServletResponse response, Change change)
      throws IOException {
    var item = Item.parse(request.getParameter("item"));
    if (item == null) {
      Json.send(response, 400, Map.of("error", "no such item"));
      return;
    }
    var session = request.getSession();
    var cart = update(session, before -> change.apply(item.id(), before));
    if (cart == null) {
      Json.send(response, 409, Map.of("error", "a cart holds " + Cart.MOST_LINES + " lines"));
    } else {
      send(response, session, cart);
    }
  }

  /**
   * @return the cart afterwards; null when it is full, and stays as it was
   */
  private static Cart update(HttpSession session, UnaryOperator<Cart> change) {
    synchronized (LOCKS[Math.floorMod(session.getId().hashCode(), LOCKS.length)]) {
      var before = cart(session);
      var after = change.apply(before);
      if (after != null && after != before) {
        session.setAttribute(CART, after);
      }
      return after;
    }
  }

  private static Cart cart(HttpSession session) {
    var cart = (Cart) session.getAttribute(CART);
    return cart == null ? Cart.EMPTY : cart;
  }

  private static String serverName(ServletContext context) {
    String name = context.getInitParameter("server.name");
    return name == null ? System.getProperty("server.name", "this server") : name;
  }

  private static void send(HttpServletResponse response, HttpSession session, Cart cart)
      throws IOException {
    var json = new LinkedHashMap<String, Object>();
    json.put("server", serverName(session.getServletContext()));
    json.put("session", Integer.toHexString(session.getId().hashCode()));
    json.put("new", session.isNew());
    json.put("since", Instant.ofEpochMilli(session.getCreationTime()).toString());
    json.put("items", cart.counts());
    Json.send(response, 200, json);
  }

  private interface Change {
    /** The cart afterwards; null when it is full. */
    Cart apply(String item, Cart cart);
  }
}
