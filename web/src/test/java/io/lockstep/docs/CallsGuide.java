package io.lockstep.docs;

import io.lockstep.rpc.RpcExecutor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The Java of the guide {@code docs/calls.md}, between tags. */
final class CallsGuide {
  private CallsGuide() {}

  static void handle(RpcExecutor rpc, Map<String, Integer> stock) {
    // tag::handle[]
    rpc.handle("stock", call -> stock.getOrDefault(call.argument().toString(), 0));
    // end::handle[]
  }

  static CompletableFuture<Integer> call(RpcExecutor rpc) {
    // tag::call[]
    CompletableFuture<Integer> pieces = rpc.call("server-2", "stock", "tea", Integer.class);
    // end::call[]
    return pieces;
  }
}
