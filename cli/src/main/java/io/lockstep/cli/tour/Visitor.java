package io.lockstep.cli.tour;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A visitor of the shop with cookies of its own. It puts something into its cart and looks at the
 * cart in turn, and compares each answer with what it knows must be in it. What failed it repeats
 * before it goes on. It asks one thing at a time.
 */
final class Visitor {
  private static final List<String> PRODUCTS =
      List.of("assam", "darjeeling", "earlgrey", "sencha", "oolong", "rooibos", "jasmine");

  private static final String SESSION_COOKIE = "LOCKSTEP";

  /** How many digits of a session's key the console shows; an id begins with its session's key. */
  private static final int KEY_DIGITS = 12;

  private final String name;
  private final ShopClient shop;
  private final TourRecord record;
  private final Random random;
  private final Cookies cookies = new Cookies();
  private final CartModel model = new CartModel();
  private int puts;
  private boolean looksNext;
  private volatile @Nullable String session;
  private String key = "";
  private volatile @Nullable String server;
  private volatile boolean waiting;

  Visitor(String name, ShopClient shop, TourRecord record, long seed) {
    this.name = name;
    this.shop = shop;
    this.record = record;
    this.random = new Random(seed);
    this.looksNext = random.nextBoolean();
  }

  /** The next request. The future never fails. */
  CompletableFuture<Void> next() {
    var failed = model.uncertain();
    if (failed != null) {
      return repeat(failed);
    }
    looksNext = !looksNext;
    return looksNext ? look() : put();
  }

  /** Whether a request to put something in has failed and was not repeated with success yet. */
  boolean isUncertain() {
    return model.uncertain() != null;
  }

  /** Whether a request of its is on its way. */
  boolean isWaiting() {
    return waiting;
  }

  String name() {
    return name;
  }

  /** Who answered last; null before the first answer. */
  @Nullable String server() {
    return server;
  }

  /** How many items must be in its cart. */
  int items() {
    return model.size();
  }

  /** Looks at the cart. The future never fails. */
  CompletableFuture<Void> look() {
    long start = System.nanoTime();
    waiting = true;
    return shop.get(cookies).thenAccept(answer -> note("GET", start, answer));
  }

  private CompletableFuture<Void> put() {
    var item = PRODUCTS.get(random.nextInt(PRODUCTS.size())) + "~" + name + "-" + puts++;
    model.sent(item);
    return post(item, false);
  }

  /** Looks first: that the failed item is in twice must be seen before it is put in again. */
  private CompletableFuture<Void> repeat(String item) {
    return look().thenCompose(seen -> post(item, true));
  }

  private CompletableFuture<Void> post(String item, boolean again) {
    long start = System.nanoTime();
    waiting = true;
    return shop.post(cookies, item, again)
        .thenAccept(
            answer -> {
              if (answer.failure() == null) {
                model.confirmed(item, start, System.nanoTime());
              }
              note("POST", start, answer);
            });
  }

  private static String keyOf(String id) {
    return id.substring(0, Math.min(KEY_DIGITS, id.length()));
  }

  private void note(String method, long start, Answer answer) {
    waiting = false;
    record.request(name, method, start, answer);
    var cart = answer.cart();
    if (cart == null) {
      return;
    }
    server = cart.server();
    if (session != null && !session.equals(cart.session())) {
      record.sessionLost(name, key);
    }
    session = cart.session();
    key = keyOf(cookies.value(SESSION_COOKIE));
    var differences = model.differences(cart.items());
    if (!differences.isEmpty()) {
      record.wrongCart(name, differences);
    }
  }
}
