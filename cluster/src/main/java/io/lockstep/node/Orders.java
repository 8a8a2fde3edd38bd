package io.lockstep.node;

import com.google.protobuf.Message;
import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.wire.MessageType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes what is ordered from one server to the one that it is for. */
final class Orders {
  private final String server;
  private final EventLoop loop;
  private final Messenger messenger;
  private final Membership membership;

  Orders(String server, EventLoop loop, Messenger messenger, Membership membership) {
    this.server = server;
    this.loop = loop;
    this.messenger = messenger;
    this.membership = membership;
  }

  /** This node's name. */
  String here() {
    return server;
  }

  /**
   * Gives the order to the named server.
   *
   * @param carryOut what it means on this node; run on the loop
   * @param message the same for another node
   * @return yields whether there is such a member that is not suspected
   */
  <M extends Message> CompletableFuture<Boolean> give(
      String to, Runnable carryOut, MessageType<M> type, M message) {
    return CompletableFuture.supplyAsync(
        () -> {
          if (to.equals(server)) {
            carryOut.run();
            return true;
          }
          return send(to, type, message);
        },
        loop);
  }

  private <M extends Message> boolean send(String to, MessageType<M> type, M message) {
    Optional<Member> member =
        membership.members().stream()
            .filter(each -> each.address().server().equals(to) && !each.isSuspected())
            .findFirst();
    member.ifPresent(each -> messenger.send(each.id(), type, message));
    return member.isPresent();
  }
}
