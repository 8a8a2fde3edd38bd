package io.lockstep.node;

import io.lockstep.membership.Membership;
import io.lockstep.report.DrainControl;
import io.lockstep.session.SessionDrain;
import io.lockstep.transport.Messenger;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Drain;
import java.util.concurrent.CompletableFuture;

/** Carries out orders to drain, and carries them to other nodes. */
final class Drains implements DrainControl {
  private final Orders orders;
  private final Membership membership;
  private final SessionDrain sessions;

  Drains(Orders orders, Messenger messenger, Membership membership, SessionDrain sessions) {
    this.orders = orders;
    this.membership = membership;
    this.sessions = sessions;
    messenger.on(MessageType.DRAIN, (sender, order) -> drain(order.getDrains()));
  }

  @Override
  public CompletableFuture<Boolean> drainHere() {
    return drainAt(orders.here());
  }

  @Override
  public CompletableFuture<Boolean> resumeHere() {
    return resumeAt(orders.here());
  }

  @Override
  public CompletableFuture<Boolean> drainAt(String server) {
    return order(server, true);
  }

  @Override
  public CompletableFuture<Boolean> resumeAt(String server) {
    return order(server, false);
  }

  private CompletableFuture<Boolean> order(String server, boolean drains) {
    return orders.give(
        server,
        () -> drain(drains),
        MessageType.DRAIN,
        Drain.newBuilder().setDrains(drains).build());
  }

  private void drain(boolean drains) {
    if (drains) {
      sessions.begin();
    } else {
      sessions.end();
    }
    membership.tellState();
  }
}
