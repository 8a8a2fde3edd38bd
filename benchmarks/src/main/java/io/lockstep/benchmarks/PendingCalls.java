package io.lockstep.benchmarks;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Matches replies with those who wait, by the number in their first eight bytes. Thread-safe. */
final class PendingCalls {
  private static final int PATIENCE_SECONDS = 10;

  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<byte[]>> pending = new ConcurrentHashMap<>();

  /** What sends a request. */
  @FunctionalInterface
  interface Sending {
    void send(byte[] request) throws Exception;
  }

  /** Sends a copy of the payload under a new number, and waits for its reply. */
  void call(byte[] payload, Sending sending) throws Exception {
    long number = numbers.incrementAndGet();
    byte[] request = payload.clone();
    ByteBuffer.wrap(request).putLong(number);
    var reply = new CompletableFuture<byte[]>();
    pending.put(number, reply);
    try {
      sending.send(request);
      byte[] unused = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      pending.remove(number);
    }
  }

  /** The reply to a request: its number, and room for what an acknowledgement says. */
  static byte[] reply(byte[] request) {
    byte[] reply = new byte[Payload.REPLY_BYTES];
    System.arraycopy(request, 0, reply, 0, Long.BYTES);
    return reply;
  }

  void replied(byte[] reply) {
    CompletableFuture<byte[]> waiting = pending.get(ByteBuffer.wrap(reply).getLong());
    if (waiting != null) {
      waiting.complete(reply);
    }
  }
}
