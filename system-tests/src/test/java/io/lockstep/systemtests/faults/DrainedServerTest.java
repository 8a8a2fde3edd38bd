package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.cli.balancer.Balancer;
import io.lockstep.cli.balancer.BalancerKind;
import io.lockstep.cli.balancer.BalancerSettings;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.FreePorts;
import io.lockstep.systemtests.servers.Reply;
import io.lockstep.systemtests.servers.Reply.Cart;
import io.lockstep.systemtests.servers.ShopServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server is drained behind HAProxy, and ends once nobody new comes. */
class DrainedServerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int NEWCOMERS = 8;

  @TempDir private Path folder;

  @Test
  void itsVisitorStaysAndGoesOnElsewhereAfterItsEndAndNewOnesGoElsewhereAtOnce() throws Exception {
    assumeTrue(BalancerKind.haproxy().isPresent(), "HAProxy is not installed");
    try (ShopServers servers = Shop.start(3);
        var children = new Children(folder)) {
      await().atMost(TIMEOUT).until(servers::isSafe);
      int port = new FreePorts().next();
      var settings =
          new BalancerSettings(
              port, servers.backends(), "LOCKSTEP", BalancerSettings.READY, OptionalInt.empty());
      Balancer.start(BalancerKind.HAPROXY, "balancer", settings, children, folder);
      URI shop = URI.create("http://127.0.0.1:" + port + "/shop/");
      var guest = new Guest();
      String home = guest.awaitCart(shop).server();
      guest.put(shop, "one");
      guest.awaitOwner(servers, home);

      order(servers, home, "drain");
      await().atMost(TIMEOUT).until(() -> newcomersAt(shop, home) == 0);

      assertThat(guest.put(shop, "two"))
          .isInstanceOfSatisfying(
              Cart.class,
              cart -> {
                assertThat(cart.server()).isEqualTo(home);
                assertThat(cart.level()).isEqualTo("acknowledged");
              });
      var drain =
          servers.cluster().reports().stream()
              .filter(each -> each.server().equals(home))
              .map(each -> Objects.requireNonNull(each.drain()))
              .findFirst()
              .orElseThrow();
      assertThat(drain.sessionsLeft()).isPositive();
      assertThat(drain.takers()).isEqualTo(2);

      servers.kill(home);
      Cart cart = guest.awaitCart(shop);
      assertThat(cart.server()).isNotEqualTo(home);
      assertThat(cart.fresh()).isFalse();
      assertThat(cart.items()).containsExactly(Guest.line("one"), Guest.line("two"));
    }
  }

  private static void order(ShopServers servers, String server, String order) throws Exception {
    URI address = servers.shop(server).resolve("lockstep/api/" + order);
    var request =
        HttpRequest.newBuilder(address)
            .header("X-Lockstep-Console", "1")
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(202);
  }

  /** How many of some new visitors the server gets. */
  private static int newcomersAt(URI shop, String server) {
    int its = 0;
    for (int i = 0; i < NEWCOMERS; i++) {
      Reply reply = new Guest().get(shop);
      if (!(reply instanceof Cart cart) || cart.server().equals(server)) {
        its++;
      }
    }
    return its;
  }
}
