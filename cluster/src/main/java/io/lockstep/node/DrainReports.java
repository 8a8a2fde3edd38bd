package io.lockstep.node;

import io.lockstep.report.NodeReport.DrainReport;
import io.lockstep.wire.proto.WireDrainReport;

/** Reports of drains to and from the wire. */
final class DrainReports {
  private DrainReports() {}

  static WireDrainReport toWire(DrainReport report) {
    return WireDrainReport.newBuilder()
        .setForMs(report.forMs())
        .setSessionsAtStart(report.sessionsAtStart())
        .setSessionsLeft(report.sessionsLeft())
        .setEstimateMs(report.estimateMs())
        .setEstimateFrom(report.estimateFrom())
        .setLastExpiryMs(report.lastExpiryMs())
        .setTakers(report.takers())
        .build();
  }

  static DrainReport of(WireDrainReport wire) {
    return new DrainReport(
        wire.getForMs(),
        wire.getSessionsAtStart(),
        wire.getSessionsLeft(),
        wire.getEstimateMs(),
        wire.getEstimateFrom(),
        wire.getLastExpiryMs(),
        wire.getTakers());
  }
}
