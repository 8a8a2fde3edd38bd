package io.lockstep.cli.doctor;

import io.lockstep.wire.proto.Heartbeat;
import java.time.Duration;
import java.time.Instant;

/**
 * A node whose heartbeat came in.
 *
 * @param cluster domain, cluster and application, with dots between
 * @param ahead how far its clock is ahead of this machine's; negative when it is behind
 */
record HeardNode(String cluster, String server, String machineId, Duration ahead) {
  static HeardNode of(Heartbeat heartbeat, Instant now) {
    return new HeardNode(
        String.join(".", heartbeat.getDomain(), heartbeat.getCluster(), heartbeat.getApplication()),
        heartbeat.getServer(),
        heartbeat.getState().getMachineId(),
        heartbeat.getClockMs() == 0
            ? Duration.ZERO
            : Duration.between(now, Instant.ofEpochMilli(heartbeat.getClockMs())));
  }
}
