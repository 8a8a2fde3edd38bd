package io.lockstep.rpc;

import io.lockstep.membership.Membership;
import io.lockstep.membership.MembershipListener;
import io.lockstep.report.Counters;
import io.lockstep.rpc.RpcException.Reason;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.ObjectCodec;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A node's calls: those that it makes, and those that it answers. */
public final class RpcService implements RpcExecutor {
  private final RpcContext context;
  private final NodeAddress address;
  private final OutgoingCalls outgoing;
  private final IncomingCalls incoming;
  private final LongAdder made;
  private final AtomicInteger open = new AtomicInteger();
  private boolean closed;

  /**
   * Makes the service.
   *
   * @param workers runs handlers, and completes futures
   */
  public RpcService(
      EventLoop loop,
      Messenger messenger,
      Membership membership,
      NodeAddress address,
      RpcSettings settings,
      ObjectCodec codec,
      Executor workers,
      Counters counters) {
    this.address = address;
    context = new RpcContext(loop, messenger, membership, workers, codec, settings, counters);
    outgoing = new OutgoingCalls(context);
    incoming = new IncomingCalls(context);
    made = counters.counter("rpc.calls");
    counters.add(OpenCall.FAILED, 0);
    counters.add(OutgoingCalls.TIMED_OUT, 0);
    membership.addListener(new Members());
    messenger.on(MessageType.RPC_REQUEST, incoming::onRequest);
    messenger.on(MessageType.RPC_REPLY, outgoing::onReply);
  }

  // ---- for application threads ----

  @Override
  public void handle(String operation, RpcHandler handler) {
    check(operation);
    Objects.requireNonNull(handler, "handler");
    if (!incoming.add(operation, handler)) {
      throw new IllegalStateException(
          "Operation \"%s\" has a handler already".formatted(operation));
    }
  }

  @Override
  public void stopHandling(String operation) {
    incoming.remove(Objects.requireNonNull(operation, "operation"));
  }

  @Override
  public <A> CompletableFuture<A> call(
      String server, String operation, Object argument, Class<A> answers) {
    return call(server, operation, argument, answers, context.settings().requestTimeout());
  }

  @Override
  public <A> CompletableFuture<A> call(
      String server, String operation, Object argument, Class<A> answers, Duration timeout) {
    Objects.requireNonNull(server, "server");
    return call(() -> find(server), server, operation, argument, answers, timeout);
  }

  @Override
  public <A> CompletableFuture<A> call(
      NodeId node, String operation, Object argument, Class<A> answers, Duration timeout) {
    Objects.requireNonNull(node, "node");
    return call(() -> Optional.of(node), node.toString(), operation, argument, answers, timeout);
  }

  private <A> CompletableFuture<A> call(
      Supplier<Optional<NodeId>> target,
      String name,
      String operation,
      Object argument,
      Class<A> answers,
      Duration timeout) {
    check(operation);
    Objects.requireNonNull(argument, "argument");
    Objects.requireNonNull(answers, "answers");
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "Time-out %s: allowed is a positive time".formatted(timeout));
    }
    byte[] bytes = serialize(operation, argument);
    made.increment();
    var call = new OpenCall<>(context, name, operation, bytes, answers, timeout);
    if (open.incrementAndGet() > context.settings().mostCalls()) {
      open.decrementAndGet();
      context.counters().increment("rpc.too-many");
      call.fail(Reason.TOO_MANY, context.settings().mostCalls() + " calls are open here");
    } else {
      var unused = call.future().whenComplete((answer, failure) -> open.decrementAndGet());
      context.loop().execute(() -> send(target, call));
    }
    return call.future();
  }

  private byte[] serialize(String operation, Object argument) {
    try {
      return context.serialize(argument);
    } catch (IllegalArgumentException e) {
      throw new ArgumentRefusedException(
          "Operation \"%s\": it cannot be called with this argument: %s"
              .formatted(operation, e.getMessage()),
          e);
    }
  }

  private static void check(String operation) {
    Objects.requireNonNull(operation, "operation");
    if (operation.isBlank()
        || operation.length() > LONGEST_NAME
        || operation.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "An operation's name \"%s\": allowed are 1 to %d characters, no control characters, not"
                  .formatted(operation, LONGEST_NAME)
              + " blank");
    }
  }

  // ---- on the loop ----

  private Optional<NodeId> find(String server) {
    return server.equals(address.server())
        ? Optional.of(context.membership().self())
        : outgoing.find(server);
  }

  private void send(Supplier<Optional<NodeId>> target, OpenCall<?> call) {
    if (closed) {
      call.fail(Reason.THIS_NODE_LEFT, "");
      return;
    }
    target
        .get()
        .ifPresentOrElse(
            node -> outgoing.send(node, call),
            () -> call.fail(Reason.NO_SUCH_SERVER, "no member has this name"));
  }

  /** Ends all calls. Called before the node leaves. */
  public void close() {
    closed = true;
    outgoing.end();
  }

  private final class Members implements MembershipListener {
    @Override
    public void ended(NodeId node) {
      outgoing.ended(node);
      incoming.ended(node);
    }

    @Override
    public void rejoined(NodeId before, NodeId now) {
      outgoing.end();
      incoming.begin();
    }
  }
}
