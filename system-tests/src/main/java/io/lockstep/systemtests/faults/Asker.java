package io.lockstep.systemtests.faults;

import io.lockstep.systemtests.history.Event;
import io.lockstep.systemtests.history.HistoryWriter;
import io.lockstep.systemtests.servers.CartClient;
import io.lockstep.systemtests.servers.CartClient.Sent;
import io.lockstep.systemtests.servers.Reply;
import io.lockstep.systemtests.servers.ShopServers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Sends one visitor's requests, and writes down what is sent and what comes back. Thread-safe. */
final class Asker {
  private static final long NS_PER_US = 1_000;

  private final CartClient client;
  private final ShopServers servers;
  private final HistoryWriter history;
  private final AtomicLong calls = new AtomicLong();

  Asker(CartClient client, ShopServers servers, HistoryWriter history) {
    this.client = client;
    this.servers = servers;
    this.history = history;
  }

  /**
   * Sends a request.
   *
   * @param item what to append, or 0 to read only
   */
  CompletableFuture<Sent> ask(VisitorSession session, String server, int item) {
    long call = calls.incrementAndGet();
    history.write(new Event.Asked(call, session.name(), server, item, nowUs()));
    var shop = servers.shop(server);
    var sent =
        item == 0
            ? client.get(shop, session.cookies())
            : client.post(shop, session.cookies(), session.line(item));
    return sent.whenComplete(
        (answer, never) -> history.write(event(call, session, answer.reply())));
  }

  private static Event event(long call, VisitorSession session, Reply reply) {
    if (reply instanceof Reply.Cart cart) {
      return new Event.Answered(
          call, nowUs(), cart.level(), cart.fresh(), cart.identity(), session.items(cart.items()));
    }
    return new Event.Failed(call, nowUs(), ((Reply.None) reply).kind());
  }

  private static long nowUs() {
    return System.nanoTime() / NS_PER_US;
  }
}
