package io.lockstep.rpc;

import java.time.Duration;

/**
 * How calls are made.
 *
 * @param requestTimeout how long a node waits for another one's answer; 15 s by default, positive
 * @param mostCalls how many calls a node may have open, and how many of others it runs or has
 *     waiting for a worker; 1,000 each by default, positive
 * @param maxMessageBytes the largest argument or answer, serialised; 1 MB by default, 1 to {@value
 *     #LARGEST_MESSAGE}
 */
public record RpcSettings(Duration requestTimeout, int mostCalls, int maxMessageBytes) {
  /** The largest limit, in bytes. */
  public static final int LARGEST_MESSAGE = 15 * 1024 * 1024;

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public RpcSettings {
    if (requestTimeout.isNegative() || requestTimeout.isZero()) {
      throw new IllegalArgumentException(
          "request-timeout \"%s\": allowed is a positive time".formatted(requestTimeout));
    }
    if (mostCalls < 1) {
      throw new IllegalArgumentException(
          "rpc-most-calls \"%d\": allowed is 1 or more".formatted(mostCalls));
    }
    if (maxMessageBytes < 1 || maxMessageBytes > LARGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "rpc-max-message-size \"%d\": allowed is 1 to %d"
              .formatted(maxMessageBytes, LARGEST_MESSAGE));
    }
  }

  public static RpcSettings defaults() {
    return new RpcSettings(Duration.ofSeconds(15), 1000, 1 << 20);
  }

  /** The same with another time-out. */
  public RpcSettings withRequestTimeout(Duration timeout) {
    return new RpcSettings(timeout, mostCalls, maxMessageBytes);
  }
}
