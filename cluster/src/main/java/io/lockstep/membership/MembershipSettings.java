package io.lockstep.membership;

import java.time.Duration;

/**
 * How nodes find and lose each other.
 *
 * @param heartbeatPeriod how often a node says that it lives; 5 s by default, positive
 * @param maxMissedHeartbeats how many heartbeats a node may miss before it is suspected; 10 by
 *     default, at least 1
 * @param synchronizationDelay how long a starting node waits at the most for the others' answers;
 *     10 s by default
 * @param machineId where the node runs: a session's backup is placed on another one; not blank
 * @param version the application's version; a session prefers a backup of its own; may be empty
 */
public record MembershipSettings(
    Duration heartbeatPeriod,
    int maxMissedHeartbeats,
    Duration synchronizationDelay,
    String machineId,
    String version) {
  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public MembershipSettings {
    if (heartbeatPeriod.isNegative() || heartbeatPeriod.isZero()) {
      throw new IllegalArgumentException(
          "heartbeat-period \"%s\": allowed is a positive time".formatted(heartbeatPeriod));
    }
    if (maxMissedHeartbeats < 1) {
      throw new IllegalArgumentException(
          "max-missed-heartbeats \"%d\": allowed is 1 or more".formatted(maxMissedHeartbeats));
    }
    if (synchronizationDelay.isNegative()) {
      throw new IllegalArgumentException(
          "cluster-synchronization-delay \"%s\": allowed is zero or a positive time"
              .formatted(synchronizationDelay));
    }
    if (machineId.isBlank()) {
      throw new IllegalArgumentException("machine-id: allowed is any text that is not blank");
    }
  }

  /** The defaults for a node on the given machine. */
  public static MembershipSettings defaults(String machineId) {
    return new MembershipSettings(Duration.ofSeconds(5), 10, Duration.ofSeconds(10), machineId, "");
  }

  /** How long a node may be silent before it is suspected. */
  public Duration detectionTime() {
    return heartbeatPeriod.multipliedBy(maxMissedHeartbeats);
  }
}
