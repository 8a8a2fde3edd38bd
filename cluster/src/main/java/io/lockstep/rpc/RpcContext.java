package io.lockstep.rpc;

import io.lockstep.membership.Membership;
import io.lockstep.report.Counters;
import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.wire.ObjectCodec;
import io.lockstep.wire.PlainBytes;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of a node's calls share. */
record RpcContext(
    EventLoop loop,
    Messenger messenger,
    Membership membership,
    Executor workers,
    ObjectCodec codec,
    RpcSettings settings,
    Counters counters) {
  private static final Logger log = LoggerFactory.getLogger(RpcContext.class);

  /**
   * An argument's or answer's bytes.
   *
   * @throws IllegalArgumentException when it cannot be serialised, is not allowed, or is too large
   */
  byte[] serialize(Object object) {
    byte[] bytes = PlainBytes.write(object, codec);
    if (bytes.length > settings.maxMessageBytes()) {
      throw new IllegalArgumentException(
          "it has %d bytes serialised; allowed are %d"
              .formatted(bytes.length, settings.maxMessageBytes()));
    }
    return bytes;
  }

  /** Runs what the application may take part in, never on the loop. */
  void work(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The node has ended", e);
    }
  }
}
