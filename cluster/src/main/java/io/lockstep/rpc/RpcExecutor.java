package io.lockstep.rpc;

import io.lockstep.transport.NodeId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Calls to other servers. Thread-safe; no method waits.
 *
 * <p>A call is sent once and runs at most once: a request that is lost is not sent again, and one
 * that the network doubles is not run again. A caller that gets no answer therefore does not know
 * whether it ran; {@link RpcException#mayHaveRun} says so. Calls to one server may run at the same
 * time and in any order.
 *
 * <p>Futures complete on the node's workers, with the answer or with an {@link RpcException}.
 * Cancelling one has its answer ignored; the call itself goes on.
 *
 * <p>An operation's name has 1 to {@value #LONGEST_NAME} characters, none of them a control
 * character, and is not blank. Arguments and answers are serialised within the allow-list, and are
 * never null.
 */
public interface RpcExecutor {
  /** The longest name of an operation, in characters. */
  int LONGEST_NAME = 200;

  /**
   * Answers calls of that operation from now on.
   *
   * @throws IllegalArgumentException when the name is not allowed
   * @throws IllegalStateException when the operation has a handler already
   */
  void handle(String operation, RpcHandler handler);

  /** Answers no calls of that operation any more. Without effect when it has no handler. */
  void stopHandling(String operation);

  /**
   * Calls an operation of a member, or of this node itself, with the usual time-out.
   *
   * @param server its name
   * @param argument as it is now
   * @param answers the class of the answer
   * @throws IllegalArgumentException when the name is not allowed
   * @throws ArgumentRefusedException when the argument cannot be serialised, is not allowed, or is
   *     too large
   */
  <A> CompletableFuture<A> call(String server, String operation, Object argument, Class<A> answers);

  /**
   * As {@link #call(String, String, Object, Class)}.
   *
   * @param timeout how long the answer is waited for; positive
   */
  <A> CompletableFuture<A> call(
      String server, String operation, Object argument, Class<A> answers, Duration timeout);

  /**
   * As {@link #call(String, String, Object, Class)}, to one life of a server, for example the
   * publisher of a message.
   *
   * @param timeout how long the answer is waited for; positive
   */
  <A> CompletableFuture<A> call(
      NodeId node, String operation, Object argument, Class<A> answers, Duration timeout);
}
