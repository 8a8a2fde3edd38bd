package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.cli.process.Pause;
import io.lockstep.systemtests.servers.Reply;
import io.lockstep.systemtests.servers.Reply.Cart;
import io.lockstep.systemtests.servers.ShopServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An owner that slept while another server took its session over and changed it: it serves nothing
 * stale, and writes nothing of its own.
 */
class PausedOwnerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String OWNER = "server-1";
  private static final String TAKER = "server-2";

  private static final List<String> FILLED =
      List.of(Guest.line("one"), Guest.line("two"), Guest.line("three"));

  private static ShopServers servers;

  private final Guest guest = new Guest();

  @BeforeAll
  static void start() throws IOException {
    servers = Shop.start(3);
  }

  @AfterAll
  static void end() {
    servers.close();
  }

  /** The visitor who went on elsewhere comes back to it. */
  @Test
  void givesTheNewestStateToTheVisitorWhoComesBack() {
    fill();
    sleepWhileAnotherTakesOver().close();

    checkNewest(guest.get(servers.shop(OWNER)));
    Reply put = guest.put(servers.shop(OWNER), "four");

    checkNewest(put);
    checkEnd(put);
  }

  /** So does one that knows nothing of the taker, whose requests wait until the owner goes on. */
  @Test
  void givesNothingStaleToWhoDoesNotKnowOfTheTaker() {
    fill();
    var ignorant = guest.twin();
    Pause pause = sleepWhileAnotherTakesOver();
    var get = ignorant.send(servers.shop(OWNER));
    var put = ignorant.sendPut(servers.shop(OWNER), "four");
    pause.close();

    checkNewest(get.join().reply());
    checkNewest(put.join().reply());
    checkEnd(put.join().reply());
  }

  private void fill() {
    await().atMost(TIMEOUT).until(servers::isSafe);
    assertThat(guest.put(servers.shop(OWNER), "one")).isInstanceOf(Cart.class);
    assertThat(guest.put(servers.shop(OWNER), "two")).isInstanceOf(Cart.class);
    guest.awaitOwner(servers, OWNER);
  }

  /** The owner stops until the others suspect it, and the visitor's next item is put elsewhere. */
  private Pause sleepWhileAnotherTakesOver() {
    Pause pause = servers.pause(OWNER);
    await()
        .atMost(TIMEOUT)
        .until(() -> guest.get(servers.shop(TAKER)), reply -> reply instanceof Cart);
    assertThat(guest.put(servers.shop(TAKER), "three"))
        .isInstanceOfSatisfying(Cart.class, PausedOwnerTest::checkItems);
    return pause;
  }

  /** The newest state, or none. */
  private static void checkNewest(Reply reply) {
    if (reply instanceof Cart cart) {
      checkItems(cart);
    } else {
      assertThat(reply).isEqualTo(new Reply.None("503"));
    }
  }

  private static void checkItems(Cart cart) {
    assertThat(cart.fresh()).isFalse();
    assertThat(cart.items()).startsWith(FILLED.toArray(String[]::new)).doesNotHaveDuplicates();
  }

  private void checkEnd(Reply put) {
    await().atMost(TIMEOUT).until(servers::isSafe);
    Cart end = guest.awaitCart(servers.shop("server-3"));
    checkItems(end);
    if (put instanceof Cart) {
      assertThat(end.items()).contains(Guest.line("four"));
    }
  }
}
