package io.lockstep.rpc;

import io.lockstep.membership.Member;
import io.lockstep.report.Timing;
import io.lockstep.rpc.RpcException.Reason;
import io.lockstep.time.Timer;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.RpcReply;
import io.lockstep.wire.proto.RpcRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The calls that this node makes, until they are answered or will not be. Lives on the loop. */
final class OutgoingCalls {
  /** The count of calls that were not answered in time. */
  static final String TIMED_OUT = "rpc.timed-out";

  private final RpcContext context;
  private final Timing duration;
  private final Map<Key, Waiting> open = new LinkedHashMap<>();
  private final Map<NodeId, Long> numbers = new HashMap<>();

  OutgoingCalls(RpcContext context) {
    this.context = context;
    this.duration = context.counters().timing("rpc.call");
  }

  /** Which call of the life that is called. */
  private record Key(NodeId node, long number) {}

  private record Waiting(OpenCall<?> call, Timer timer, long sentNanos) {}

  /** The member of that name. */
  Optional<NodeId> find(String server) {
    return context.membership().members().stream()
        .filter(member -> member.address().server().equals(server))
        .map(Member::id)
        .findFirst();
  }

  void send(NodeId node, OpenCall<?> call) {
    NodeId self = context.membership().self();
    if (!node.equals(self) && context.membership().member(node) == null) {
      call.fail(Reason.NO_SUCH_SERVER, "it is no member");
      return;
    }
    var key = new Key(node, numbers.merge(node, 1L, Long::sum));
    Timer timer = context.loop().schedule(call.timeout(), () -> timeOut(key));
    open.put(key, new Waiting(call, timer, context.loop().nanoTime()));
    call.onCancel(() -> forget(key));
    context
        .messenger()
        .send(
            node,
            MessageType.RPC_REQUEST,
            RpcRequest.newBuilder()
                .setNumber(key.number)
                .setOperation(call.operation())
                .setArgument(call.argument())
                .build());
  }

  private void forget(Key key) {
    Waiting waiting = open.remove(key);
    if (waiting != null) {
      waiting.timer.cancel();
    }
  }

  private void timeOut(Key key) {
    Waiting waiting = open.remove(key);
    if (waiting != null) {
      context.counters().increment(TIMED_OUT);
      waiting.call.fail(Reason.TIMED_OUT, "no answer in " + waiting.call.timeout());
    }
  }

  void onReply(NodeId node, RpcReply reply) {
    Waiting waiting = open.remove(new Key(node, reply.getNumber()));
    if (waiting == null) {
      context.counters().increment("rpc.late-answers");
      return;
    }
    waiting.timer.cancel();
    duration.note(waiting.sentNanos, context.loop().nanoTime());
    String why = reply.getFailure();
    switch (reply.getOutcome()) {
      case RPC_ANSWERED -> waiting.call.answer(reply.getAnswer());
      case RPC_NO_SUCH_OPERATION -> waiting.call.fail(Reason.NO_SUCH_OPERATION, why);
      case RPC_TOO_MANY -> waiting.call.fail(Reason.TOO_MANY, why);
      case RPC_UNREADABLE -> waiting.call.fail(Reason.ARGUMENT_UNREADABLE, why);
      default -> waiting.call.fail(Reason.FAILED, why);
    }
  }

  /** The node will not answer any more. */
  void ended(NodeId node) {
    numbers.remove(node);
    failAll(key -> key.node.equals(node), Reason.SERVER_LEFT);
  }

  /** This node goes on under another id, or not at all: answers do not find it any more. */
  void end() {
    numbers.clear();
    failAll(key -> true, Reason.THIS_NODE_LEFT);
  }

  private void failAll(Predicate<Key> which, Reason reason) {
    for (Key key : List.copyOf(open.keySet())) {
      Waiting waiting = which.test(key) ? open.remove(key) : null;
      if (waiting != null) {
        waiting.timer.cancel();
        waiting.call.fail(reason, "");
      }
    }
  }
}
