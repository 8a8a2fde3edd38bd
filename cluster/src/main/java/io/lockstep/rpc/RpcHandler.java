package io.lockstep.rpc;

/** Answers calls of one operation. Called on the node's workers, by several of them at a time. */
@FunctionalInterface
public interface RpcHandler {
  /**
   * Answers a call.
   *
   * @return never null; serialisable within the allow-list
   * @throws Exception told to the caller with its class and message
   */
  Object answer(IncomingCall call) throws Exception;
}
