package io.lockstep.config;

import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.session.SessionSettings.WhenUnavailable;
import java.util.List;

/** What is allowed, and hardly meant. */
final class SettingWarnings {
  private final SettingsReader reader;
  private final List<String> warnings;

  SettingWarnings(SettingsReader reader, List<String> warnings) {
    this.reader = reader;
    this.warnings = warnings;
  }

  void collect(
      ClusteringSettings clustering, SessionSettings sessions, MessagingSettings messaging) {
    ofDomain(clustering, messaging);
    ofServer();
    if (clustering.failover()
        && sessions.replication() == Replication.ASYNC
        && sessions.whenUnavailable() == WhenUnavailable.FAIL) {
      warnings.add(
          "lockstep.when-unavailable = fail has no effect with lockstep.replication = async, which"
              + " waits for no backup.");
    }
    if (!clustering.failover()) {
      Catalogue.OF_FAILOVER.stream()
          .filter(reader::isSet)
          .forEach(
              setting ->
                  warnings.add(
                      reader.originOf(setting)
                          + " has no effect without failover: no session has a backup."));
    }
  }

  private void ofDomain(ClusteringSettings clustering, MessagingSettings messaging) {
    boolean withinOneJvm =
        messaging.instances().stream()
            .allMatch(instance -> instance.transport().equals(TransportKinds.MEMORY));
    if (clustering.enabled() && !withinOneJvm && !reader.isSet(Catalogue.DOMAIN)) {
      warnings.add(
          "lockstep.domain is not set: it is this machine's own address, so that servers on other"
              + " machines do not meet this one. Set the same domain on every server.");
    }
  }

  private void ofServer() {
    reader
        .settings()
        .find(reader.nameOf(Catalogue.SERVER))
        .filter(Given::fromFile)
        .ifPresent(
            given ->
                warnings.add(
                    given.origin()
                        + ": every server with this file has this name; without the element, each"
                        + " gets one of its own."));
  }
}
