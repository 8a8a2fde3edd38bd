package io.lockstep.systemtests.faults;

import io.lockstep.systemtests.servers.CartClient.Sent;
import io.lockstep.systemtests.servers.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who fills carts, looks at them, comes back to older ones, and now and then asks two
 * servers at once. Every second one stays with a server until it fails, as behind a balancer; the
 * others move without a reason, too. What failed is never repeated: the next request is another.
 * Used by one thread.
 */
final class Visitor {
  private static final Duration MOST_THOUGHT = Duration.ofMillis(300);
  private static final Duration FAREWELL_PACE = Duration.ofMillis(200);
  private static final Duration FAREWELL_PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_KEPT = 4;

  /** One in so many requests does what is rarer. */
  private static final int RARELY = 8;

  /** Who moves does so before one in so many requests: a hand-over takes up to a second. */
  private static final int MOVES_ONE_IN = 16;

  private final String name;
  private final List<String> servers;
  private final Asker asker;
  private final Waits waits;
  private final Random random;
  private final boolean sticky;
  private final Deque<VisitorSession> kept = new ArrayDeque<>();
  private String home;
  private VisitorSession session;
  private int sessions;
  private long waitingSinceNs;

  /**
   * @param number of this visitor, among all
   */
  Visitor(int number, List<String> servers, Asker asker, Waits waits, long seed) {
    this.name = Integer.toString(number);
    this.servers = List.copyOf(servers);
    this.asker = asker;
    this.waits = waits;
    this.random = new Random(seed * 1_000_003 + number);
    this.sticky = number % 2 == 0;
    this.home = anyServer();
    this.session = newSession();
  }

  private VisitorSession newSession() {
    return new VisitorSession(name + "-" + ++sessions);
  }

  private String anyServer() {
    return servers.get(random.nextInt(servers.size()));
  }

  private String otherServer() {
    var others = servers.stream().filter(each -> !each.equals(home)).toList();
    return others.get(random.nextInt(others.size()));
  }

  /** Thinks, and asks for something. */
  void step() {
    Pace.pause(Duration.ofNanos(random.nextLong(MOST_THOUGHT.toNanos())));
    if (session.isFull()) {
      retire();
    }
    if (rarely() && !kept.isEmpty()) {
      int which = random.nextInt(kept.size());
      ask(kept.stream().skip(which).findFirst().orElseThrow(), false);
    } else {
      ask(session, random.nextBoolean());
    }
  }

  private boolean rarely() {
    return random.nextInt(RARELY) == 0;
  }

  private void retire() {
    kept.add(session);
    session = newSession();
    if (kept.size() > MOST_KEPT) {
      farewell(kept.remove());
    }
  }

  /** Looks into each cart a last time. */
  void leave() {
    kept.forEach(this::farewell);
    kept.clear();
    if (session.isOpen()) {
      farewell(session);
    }
  }

  /** A session that is left alone for good must be there once more. */
  private void farewell(VisitorSession old) {
    long end = System.nanoTime() + FAREWELL_PATIENCE.toNanos();
    while (!isPromised(read(old)) && old.isOpen() && System.nanoTime() < end) {
      Pace.pause(FAREWELL_PACE);
    }
  }

  private static boolean isPromised(Reply reply) {
    return reply instanceof Reply.Cart cart && cart.level().equals("acknowledged");
  }

  private Reply read(VisitorSession old) {
    return ask(old, false);
  }

  private Reply ask(VisitorSession asked, boolean write) {
    if (waitingSinceNs == 0) {
      waitingSinceNs = System.nanoTime();
    }
    boolean open = asked.isOpen();
    var pending = new ArrayList<CompletableFuture<Sent>>();
    pending.add(asker.ask(asked, server(), write ? asked.nextItem() : 0));
    if (open && write && !asked.isFull() && rarely()) {
      pending.add(asker.ask(asked, anyServer(), random.nextBoolean() ? asked.nextItem() : 0));
    }
    pending.forEach(each -> note(asked, open, each.join()));
    return pending.get(0).join().reply();
  }

  private String server() {
    if (!sticky && random.nextInt(MOVES_ONE_IN) == 0) {
      home = anyServer();
    }
    return home;
  }

  private void note(VisitorSession asked, boolean open, Sent sent) {
    sent.take(asked.cookies());
    if (!(sent.reply() instanceof Reply.Cart cart)) {
      home = otherServer();
      replaceUnopened(asked);
      return;
    }
    if (waitingSinceNs != 0) {
      waits.answered(name, System.nanoTime() - waitingSinceNs);
      waitingSinceNs = 0;
    }
    if (open && cart.fresh()) {
      // Another session in its place, which the history tells: what is asked next is not of it.
      forget(asked);
    }
  }

  /** A session whose first call failed may be there, but nobody can come back to it. */
  private void replaceUnopened(VisitorSession asked) {
    if (!asked.isOpen()) {
      forget(asked);
    }
  }

  private void forget(VisitorSession asked) {
    asked.cookies().clear();
    kept.remove(asked);
    if (session == asked) {
      session = newSession();
    }
  }
}
