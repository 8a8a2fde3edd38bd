package io.lockstep.config;

/**
 * What a node does with others.
 *
 * @param enabled whether it looks for them; without it, it is alone
 * @param failover whether sessions have backups; not without clustering
 */
public record ClusteringSettings(boolean enabled, boolean failover) {
  /** Throws {@link IllegalArgumentException} when there is failover without clustering. */
  public ClusteringSettings {
    if (failover && !enabled) {
      throw new IllegalArgumentException(
          "failover \"true\": allowed is false while clustering is off");
    }
  }

  /** Both. */
  public static ClusteringSettings defaults() {
    return new ClusteringSettings(true, true);
  }
}
