package io.lockstep.systemtests.faults;

import static org.awaitility.Awaitility.await;

import io.lockstep.cli.tour.Cookies;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.systemtests.servers.CartClient;
import io.lockstep.systemtests.servers.CartClient.Sent;
import io.lockstep.systemtests.servers.Reply;
import io.lockstep.systemtests.servers.Reply.Cart;
import io.lockstep.systemtests.servers.ShopServers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One visitor whose every step a test tells. */
final class Guest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int KEY_DIGITS = 12;

  private final CartClient client = new CartClient(PATIENCE);
  private final Cookies cookies = new Cookies();

  /** Another with the same cookies, which learns nothing of what this one is told from now on. */
  Guest twin() {
    var twin = new Guest();
    twin.cookies.take(List.of("LOCKSTEP=" + cookies.value("LOCKSTEP")));
    return twin;
  }

  /** Looks into the cart. */
  Reply get(URI shop) {
    return taken(send(shop));
  }

  /** Sends a request for the cart; its cookies are not taken. */
  CompletableFuture<Sent> send(URI shop) {
    return client.get(shop, cookies);
  }

  /** Puts a tin of assam with that label into the cart. */
  Reply put(URI shop, String label) {
    return taken(sendPut(shop, label));
  }

  /** Sends a request to put one into the cart; its cookies are not taken. */
  CompletableFuture<Sent> sendPut(URI shop, String label) {
    return client.post(shop, cookies, line(label));
  }

  private Reply taken(CompletableFuture<Sent> pending) {
    Sent sent = pending.join();
    sent.take(cookies);
    return sent.reply();
  }

  /** What a tin with that label is called in a cart. */
  static String line(String label) {
    return "assam~" + label;
  }

  /** Looks into the cart until it is promised to be whole. */
  Cart awaitCart(URI shop) {
    return await()
        .atMost(PATIENCE)
        .until(() -> promised(get(shop)), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Cart> promised(Reply reply) {
    return reply instanceof Cart cart && cart.level().equals("acknowledged")
        ? Optional.of(cart)
        : Optional.empty();
  }

  /** Waits until the session has that owner, and the cluster is safe. */
  SessionReport awaitOwner(ShopServers servers, String owner) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> servers.isSafe() ? session(servers, owner) : null,
            session -> session != null && !session.backups().isEmpty());
  }

  private @Nullable SessionReport session(ShopServers servers, String owner) {
    String key = cookies.value("LOCKSTEP").substring(0, KEY_DIGITS);
    return servers.cluster().reports().stream()
        .flatMap(each -> each.sessions().stream())
        .filter(each -> each.key().equals(key) && each.owner().equals(owner))
        .findFirst()
        .orElse(null);
  }
}
