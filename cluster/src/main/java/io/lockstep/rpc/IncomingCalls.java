package io.lockstep.rpc;

import com.google.protobuf.ByteString;
import io.lockstep.sequence.OnceOnly;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.PlainBytes;
import io.lockstep.wire.proto.RpcOutcome;
import io.lockstep.wire.proto.RpcReply;
import io.lockstep.wire.proto.RpcRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the calls of others, each once, on the workers. Lives on the loop, but for adding and
 * removing handlers.
 */
final class IncomingCalls {
  private static final Logger log = LoggerFactory.getLogger(IncomingCalls.class);
  private static final int MOST_CALLERS = 10_000;

  private final RpcContext context;
  private final Map<String, RpcHandler> handlers = new ConcurrentHashMap<>();
  private final Map<NodeId, OnceOnly> seen = new HashMap<>();
  private final LongAdder served;
  private int running;

  IncomingCalls(RpcContext context) {
    this.context = context;
    this.served = context.counters().counter("rpc.served");
  }

  /** Returns false when the operation has a handler already. */
  boolean add(String operation, RpcHandler handler) {
    return handlers.putIfAbsent(operation, handler) == null;
  }

  void remove(String operation) {
    handlers.remove(operation);
  }

  void onRequest(NodeId caller, RpcRequest request) {
    if (request.getNumber() < 1) {
      throw new IllegalArgumentException("a call without a number");
    }
    if (!seen.containsKey(caller) && !hasRoom()) {
      context.counters().increment("rpc.too-many-callers");
      return;
    }
    if (!seen.computeIfAbsent(caller, any -> new OnceOnly()).passes(request.getNumber())) {
      context.counters().increment("rpc.duplicates");
      return;
    }
    RpcHandler handler = handlers.get(request.getOperation());
    if (handler == null) {
      reply(caller, request, failure(RpcOutcome.RPC_NO_SUCH_OPERATION, ""));
    } else if (running >= context.settings().mostCalls()) {
      context.counters().increment("rpc.refused");
      reply(caller, request, failure(RpcOutcome.RPC_TOO_MANY, running + " calls run there"));
    } else {
      running++;
      NodeId called = context.membership().self();
      context.work(
          () -> {
            RpcReply.Builder reply = run(caller, request, handler);
            context.loop().execute(() -> ran(called, caller, request, reply));
          });
    }
  }

  /** Who is no member never ends. */
  private boolean hasRoom() {
    if (seen.size() >= MOST_CALLERS) {
      seen.keySet().removeIf(caller -> context.membership().member(caller) == null);
    }
    return seen.size() < MOST_CALLERS;
  }

  /**
   * The calls of another life have numbers of their own: their answers would be taken for those.
   */
  private void ran(NodeId called, NodeId caller, RpcRequest request, RpcReply.Builder reply) {
    running--;
    served.increment();
    if (called.equals(context.membership().self())) {
      reply(caller, request, reply);
    }
  }

  private void reply(NodeId caller, RpcRequest request, RpcReply.Builder reply) {
    context
        .messenger()
        .send(caller, MessageType.RPC_REPLY, reply.setNumber(request.getNumber()).build());
  }

  void ended(NodeId node) {
    seen.remove(node);
  }

  /** This node goes on under another id: all callers count anew. */
  void begin() {
    seen.clear();
  }

  // ---- on the workers ----

  /** Whatever the application's code does, there is a reply. */
  private RpcReply.Builder run(NodeId caller, RpcRequest request, RpcHandler handler) {
    Object argument;
    try {
      argument = PlainBytes.read(request.getArgument().toByteArray(), context.codec());
    } catch (IllegalStateException e) {
      return failure(RpcOutcome.RPC_UNREADABLE, String.valueOf(e.getMessage()));
    }
    try {
      Object answer = handler.answer(new IncomingCall(caller, request.getOperation(), argument));
      return RpcReply.newBuilder()
          .setOutcome(RpcOutcome.RPC_ANSWERED)
          .setAnswer(ByteString.copyFrom(context.serialize(answer)));
    } catch (Exception | LinkageError | StackOverflowError e) {
      log.warn("A call of \"{}\" by {} has failed", request.getOperation(), caller, e);
      return failure(RpcOutcome.RPC_FAILED, e.toString());
    }
  }

  private static RpcReply.Builder failure(RpcOutcome outcome, String why) {
    return RpcReply.newBuilder().setOutcome(outcome).setFailure(why);
  }
}
