package io.lockstep.cli.node;

import io.lockstep.config.ClusteringSettings;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.TransportInstance;
import java.util.ArrayList;
import java.util.List;

/** What settings say, in a few lines and without secrets. */
public final class Summary {
  private Summary() {}

  /**
   * The lines.
   *
   * @param missing what they ask for and this build does not have
   */
  public static List<String> of(LockstepSettings settings, List<String> missing) {
    List<String> lines = new ArrayList<>();
    lines.add("address       " + settings.address());
    ClusteringSettings clustering = settings.clustering();
    lines.add(
        "clustering    %s, failover %s"
            .formatted(told(clustering.enabled()), told(clustering.failover())));
    lines.add(
        "heartbeat     every %d ms, gone after %d missed"
            .formatted(
                settings.membership().heartbeatPeriod().toMillis(),
                settings.membership().maxMissedHeartbeats()));
    for (TransportInstance instance : settings.messaging().instances()) {
      lines.add("transport     " + (clustering.enabled() ? "" : "(not used) ") + instance);
    }
    settings.warnings().forEach(warning -> lines.add("warning       " + warning));
    missing.forEach(each -> lines.add("not to start  " + each));
    return lines;
  }

  private static String told(boolean on) {
    return on ? "on" : "off";
  }
}
