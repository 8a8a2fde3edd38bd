package io.lockstep.cli.doctor;

import io.lockstep.wire.proto.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node whose heartbeat came in.
 *
 * @param ahead how far its clock is ahead of this machine's; negative when it is behind, or the
 *     heartbeat came late; empty when it does not tell
 */
record HeardNode(String server, String machineId, Optional<Duration> ahead) {
  private static final Duration LEAST = Duration.ofDays(-1_000_000);

  static HeardNode of(Heartbeat heartbeat, Instant now) {
    return new HeardNode(
        heartbeat.getServer(),
        heartbeat.getState().getMachineId(),
        heartbeat.getClockMs() == 0
            ? Optional.empty()
            : Optional.of(Duration.between(now, Instant.ofEpochMilli(heartbeat.getClockMs()))));
  }

  /** The same node, by the heartbeat that came sooner after it was sent. */
  HeardNode sooner(HeardNode other) {
    return ahead.orElse(LEAST).compareTo(other.ahead.orElse(LEAST)) >= 0 ? this : other;
  }
}
