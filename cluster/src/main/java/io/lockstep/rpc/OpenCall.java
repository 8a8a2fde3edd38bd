package io.lockstep.rpc;

import com.google.protobuf.ByteString;
import io.lockstep.rpc.RpcException.Reason;
import io.lockstep.wire.PlainBytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A call that this node's application makes. */
final class OpenCall<A> {
  /** The count of calls without an answer. */
  static final String FAILED = "rpc.failed";

  private final RpcContext context;
  private final String server;
  private final String operation;
  private final byte[] argument;
  private final Class<A> answers;
  private final Duration timeout;
  private final CompletableFuture<A> future = new CompletableFuture<>();

  /**
   * A call that is not sent yet.
   *
   * @param server how messages name who is called
   */
  OpenCall(
      RpcContext context,
      String server,
      String operation,
      byte[] argument,
      Class<A> answers,
      Duration timeout) {
    this.context = context;
    this.server = server;
    this.operation = operation;
    this.argument = argument;
    this.answers = answers;
    this.timeout = timeout;
  }

  CompletableFuture<A> future() {
    return future;
  }

  String operation() {
    return operation;
  }

  ByteString argument() {
    return ByteString.copyFrom(argument);
  }

  Duration timeout() {
    return timeout;
  }

  /** Runs the task on the loop when the caller gives up. */
  void onCancel(Runnable task) {
    var unused =
        future.whenComplete(
            (answer, failure) -> {
              if (future.isCancelled()) {
                context.loop().execute(task);
              }
            });
  }

  void answer(ByteString answer) {
    context.work(() -> read(answer));
  }

  private void read(ByteString answer) {
    A value;
    try {
      value = answers.cast(PlainBytes.read(answer, context.codec()));
    } catch (IllegalStateException | ClassCastException e) {
      completeWith(Reason.ANSWER_UNREADABLE, String.valueOf(e.getMessage()));
      return;
    }
    future.complete(value);
  }

  /** Ends the call without an answer. */
  void fail(Reason reason, String why) {
    context.work(() -> completeWith(reason, why));
  }

  private void completeWith(Reason reason, String why) {
    context.counters().increment(FAILED);
    future.completeExceptionally(
        new RpcException(
            reason,
            "Call of \"%s\" at %s: %s%s"
                .formatted(operation, server, reason, why.isEmpty() ? "" : ", " + why)));
  }
}
