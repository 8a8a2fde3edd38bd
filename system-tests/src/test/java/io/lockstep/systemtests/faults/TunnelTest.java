package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.systemtests.servers.CartClient.Sent;
import io.lockstep.systemtests.servers.Reply.Cart;
import io.lockstep.systemtests.servers.ShopServers;
import io.lockstep.testkit.transport.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The document's "Using a TCP Tunnel to Simulate Failover", there and back again. */
class TunnelTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Guest guest = new Guest();
  private final List<String> promised = new ArrayList<>();

  @Test
  void aLiveClientGoesOnWhenItsTunnelLeadsToAnotherServer() throws Exception {
    try (ShopServers servers = Shop.start(2);
        var tunnel = TcpProxy.to(address(servers, "server-1"))) {
      await().atMost(TIMEOUT).until(servers::isSafe);
      var shop = URI.create(tunnel.uri() + "/shop/");
      for (int each = 1; each <= 5; each++) {
        put(shop, "first" + each, "server-1");
      }
      assertThat(tunnel.accepted()).as("connections of a client that keeps them").isLessThan(5);

      goOnWhile(shop, "a", () -> tunnel.leadTo(address(servers, "server-2")));
      checkCart(shop, "server-2");
      put(shop, "second", "server-2");

      goOnWhile(shop, "b", () -> tunnel.leadTo(address(servers, "server-1")));
      checkCart(shop, "server-1");
      guest.awaitOwner(servers, "server-1");
    }
  }

  private static String address(ShopServers servers, String server) {
    return "http://127.0.0.1:" + servers.port(server);
  }

  private void put(URI shop, String label, String server) {
    assertThat(guest.put(shop, label))
        .isInstanceOfSatisfying(
            Cart.class,
            cart -> {
              assertThat(cart.server()).isEqualTo(server);
              assertThat(cart.items()).endsWith(Guest.line(label));
            });
    promised.add(Guest.line(label));
  }

  /** Requests are on their way when it happens; which of them are answered is open. */
  private void goOnWhile(URI shop, String prefix, Runnable happening) {
    var pending = new LinkedHashMap<String, CompletableFuture<Sent>>();
    for (int each = 1; each <= 8; each++) {
      pending.put(prefix + each, guest.sendPut(shop, prefix + each));
      if (each == 4) {
        happening.run();
      }
    }
    pending.forEach(
        (label, sent) -> {
          if (sent.join().reply() instanceof Cart) {
            promised.add(Guest.line(label));
          }
        });
  }

  private void checkCart(URI shop, String server) {
    Cart cart = guest.awaitCart(shop);
    assertThat(cart.server()).isEqualTo(server);
    assertThat(cart.fresh()).isFalse();
    assertThat(cart.items()).doesNotHaveDuplicates().containsAll(promised);
  }
}
