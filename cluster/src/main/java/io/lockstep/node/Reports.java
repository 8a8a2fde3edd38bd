package io.lockstep.node;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.BackupReport;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.report.NodeReport.DrainReport;
import io.lockstep.report.NodeReport.KeyReport;
import io.lockstep.report.NodeReport.LoopReport;
import io.lockstep.report.NodeReport.LossReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.report.NodeReport.PullReport;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.report.NodeReport.StoreReport;
import io.lockstep.report.NodeReport.TaskReport;
import io.lockstep.report.NodeReport.TimingReport;
import io.lockstep.report.NodeReport.TopicReport;
import io.lockstep.report.NodeReport.TopicsReport;
import io.lockstep.report.NodeReport.TransportReport;
import io.lockstep.wire.proto.WireBackupReport;
import io.lockstep.wire.proto.WireCounterReport;
import io.lockstep.wire.proto.WireKeyReport;
import io.lockstep.wire.proto.WireLoopReport;
import io.lockstep.wire.proto.WireLossReport;
import io.lockstep.wire.proto.WireMemberReport;
import io.lockstep.wire.proto.WireNodeReport;
import io.lockstep.wire.proto.WireSessionReport;
import io.lockstep.wire.proto.WireStorePull;
import io.lockstep.wire.proto.WireStoreReport;
import io.lockstep.wire.proto.WireTaskReport;
import io.lockstep.wire.proto.WireTimingReport;
import io.lockstep.wire.proto.WireTopicReport;
import io.lockstep.wire.proto.WireTopicsReport;
import io.lockstep.wire.proto.WireTransportReport;

/** Node reports to and from the wire. */
final class Reports {
  private Reports() {}

  static WireNodeReport toWire(NodeReport report) {
    WireNodeReport.Builder wire =
        WireNodeReport.newBuilder()
            .setServer(report.server())
            .setIncarnation(report.incarnation())
            .setConnected(report.connected())
            .setSessionCount(report.sessionCount())
            .setBackupCount(report.backupCount())
            .setBackupBytes(report.backupBytes())
            .setUnassigned(report.unassigned())
            .setUnprotected(report.unprotected())
            .setLossCount(report.lossCount())
            .setTopics(toWire(report.topics()))
            .setStoreCount(report.storeCount())
            .setLoop(toWire(report.loop()))
            .setUptimeMs(report.uptimeMs());
    report.transports().forEach(transport -> wire.addTransports(toWire(transport)));
    report.members().forEach(member -> wire.addMembers(toWire(member)));
    report.sessions().forEach(session -> wire.addSessions(toWire(session)));
    report.backups().forEach(backup -> wire.addBackups(toWire(backup)));
    report.losses().forEach(loss -> wire.addLosses(toWire(loss)));
    report.stores().forEach(store -> wire.addStores(toWire(store)));
    report.counters().forEach(counter -> wire.addCounters(toWire(counter)));
    report.timings().forEach(timing -> wire.addTimings(toWire(timing)));
    report.tasks().forEach(task -> wire.addTasks(toWire(task)));
    DrainReport drain = report.drain();
    if (drain != null) {
      wire.setDrain(DrainReports.toWire(drain));
    }
    return wire.build();
  }

  static NodeReport of(WireNodeReport wire) {
    return new NodeReport(
        wire.getServer(),
        wire.getIncarnation(),
        wire.getConnected(),
        wire.getMembersList().stream().map(Reports::of).toList(),
        wire.getSessionsList().stream().map(Reports::of).toList(),
        wire.getSessionCount(),
        wire.getBackupsList().stream().map(Reports::of).toList(),
        wire.getBackupCount(),
        wire.getBackupBytes(),
        wire.getUnassigned(),
        wire.getUnprotected(),
        wire.getLossesList().stream().map(Reports::of).toList(),
        wire.getLossCount(),
        wire.getTransportsList().stream().map(Reports::of).toList(),
        of(wire.getTopics()),
        wire.getStoresList().stream().map(Reports::of).toList(),
        wire.getStoreCount(),
        wire.getCountersList().stream().map(Reports::of).toList(),
        wire.getTimingsList().stream().map(Reports::of).toList(),
        wire.getTasksList().stream().map(Reports::of).toList(),
        of(wire.getLoop()),
        wire.getUptimeMs(),
        wire.hasDrain() ? DrainReports.of(wire.getDrain()) : null);
  }

  private static WireSessionReport toWire(SessionReport report) {
    return WireSessionReport.newBuilder()
        .setKey(report.key())
        .setEpoch(report.epoch())
        .setSequence(report.sequence())
        .setOwner(report.owner())
        .addAllBackups(report.backups())
        .setLevel(report.level())
        .setAttributes(report.attributes())
        .setBytes(report.bytes())
        .setAgeMs(report.ageMs())
        .setIdleMs(report.idleMs())
        .setPending(report.pending())
        .build();
  }

  private static SessionReport of(WireSessionReport wire) {
    return new SessionReport(
        wire.getKey(),
        wire.getEpoch(),
        wire.getSequence(),
        wire.getOwner(),
        wire.getBackupsList(),
        wire.getLevel(),
        wire.getAttributes(),
        wire.getBytes(),
        wire.getAgeMs(),
        wire.getIdleMs(),
        wire.getPending());
  }

  private static WireMemberReport toWire(MemberReport report) {
    return WireMemberReport.newBuilder()
        .setServer(report.server())
        .setAddress(report.address())
        .setIncarnation(report.incarnation())
        .setState(report.state())
        .setLocal(report.local())
        .setMachineId(report.machineId())
        .setVersion(report.version())
        .setSessions(report.sessions())
        .setBackups(report.backups())
        .setLoad(report.load())
        .setLastHeardMs(report.lastHeardMs())
        .setSynchronising(report.synchronising())
        .setDraining(report.draining())
        .build();
  }

  private static MemberReport of(WireMemberReport wire) {
    return new MemberReport(
        wire.getServer(),
        wire.getAddress(),
        wire.getIncarnation(),
        wire.getState(),
        wire.getLocal(),
        wire.getMachineId(),
        wire.getVersion(),
        wire.getSessions(),
        wire.getBackups(),
        wire.getLoad(),
        wire.getLastHeardMs(),
        wire.getSynchronising(),
        wire.getDraining());
  }

  private static WireBackupReport toWire(BackupReport report) {
    return WireBackupReport.newBuilder()
        .setKey(report.key())
        .setEpoch(report.epoch())
        .setSequence(report.sequence())
        .setOwner(report.owner())
        .setBytes(report.bytes())
        .build();
  }

  private static BackupReport of(WireBackupReport wire) {
    return new BackupReport(
        wire.getKey(), wire.getEpoch(), wire.getSequence(), wire.getOwner(), wire.getBytes());
  }

  private static WireLossReport toWire(LossReport report) {
    return WireLossReport.newBuilder()
        .setKey(report.key())
        .setEpoch(report.epoch())
        .setFromSequence(report.fromSequence())
        .setToSequence(report.toSequence())
        .setReason(report.reason())
        .setAtMs(report.atMs())
        .build();
  }

  private static LossReport of(WireLossReport wire) {
    return new LossReport(
        wire.getKey(),
        wire.getEpoch(),
        wire.getFromSequence(),
        wire.getToSequence(),
        wire.getReason(),
        wire.getAtMs());
  }

  private static WireTransportReport toWire(TransportReport report) {
    WireTransportReport.Builder wire =
        WireTransportReport.newBuilder()
            .setName(report.name())
            .setKind(report.kind())
            .setState(report.state())
            .setSentFrames(report.sentFrames())
            .setSentBytes(report.sentBytes())
            .setReceivedFrames(report.receivedFrames())
            .setReceivedBytes(report.receivedBytes())
            .setDroppedFrames(report.droppedFrames());
    report.keys().forEach(key -> wire.addKeys(toWire(key)));
    return wire.build();
  }

  private static TransportReport of(WireTransportReport wire) {
    return new TransportReport(
        wire.getName(),
        wire.getKind(),
        wire.getState(),
        wire.getSentFrames(),
        wire.getSentBytes(),
        wire.getReceivedFrames(),
        wire.getReceivedBytes(),
        wire.getDroppedFrames(),
        wire.getKeysList().stream().map(Reports::of).toList());
  }

  private static WireKeyReport toWire(KeyReport report) {
    return WireKeyReport.newBuilder()
        .setKey(report.key())
        .setSentFrames(report.sentFrames())
        .setSentBytes(report.sentBytes())
        .setReceivedFrames(report.receivedFrames())
        .setReceivedBytes(report.receivedBytes())
        .setDroppedFrames(report.droppedFrames())
        .build();
  }

  private static KeyReport of(WireKeyReport wire) {
    return new KeyReport(
        wire.getKey(),
        wire.getSentFrames(),
        wire.getSentBytes(),
        wire.getReceivedFrames(),
        wire.getReceivedBytes(),
        wire.getDroppedFrames());
  }

  private static WireTopicsReport toWire(TopicsReport report) {
    WireTopicsReport.Builder wire =
        WireTopicsReport.newBuilder().setGaps(report.gaps()).setLost(report.lost());
    report.topics().forEach(topic -> wire.addTopics(toWire(topic)));
    return wire.build();
  }

  private static TopicsReport of(WireTopicsReport wire) {
    return new TopicsReport(
        wire.getTopicsList().stream().map(Reports::of).toList(), wire.getGaps(), wire.getLost());
  }

  private static WireTopicReport toWire(TopicReport report) {
    return WireTopicReport.newBuilder()
        .setName(report.name())
        .setListeners(report.listeners())
        .setPublished(report.published())
        .setReceived(report.received())
        .setDropped(report.dropped())
        .build();
  }

  private static TopicReport of(WireTopicReport wire) {
    return new TopicReport(
        wire.getName(),
        wire.getListeners(),
        wire.getPublished(),
        wire.getReceived(),
        wire.getDropped());
  }

  private static WireStoreReport toWire(StoreReport report) {
    WireStoreReport.Builder wire =
        WireStoreReport.newBuilder()
            .setName(report.name())
            .setEntries(report.entries())
            .setBytes(report.bytes())
            .setTombstones(report.tombstones())
            .setAgreeing(report.agreeing())
            .setDiffering(report.differing())
            .setUnknown(report.unknown())
            .setUnsent(report.unsent())
            .setMissing(report.missing());
    PullReport pull = report.pull();
    return (pull == null ? wire : wire.setPull(toWire(pull))).build();
  }

  private static StoreReport of(WireStoreReport wire) {
    return new StoreReport(
        wire.getName(),
        wire.getEntries(),
        wire.getBytes(),
        wire.getTombstones(),
        wire.getAgreeing(),
        wire.getDiffering(),
        wire.getUnknown(),
        wire.getUnsent(),
        wire.getMissing(),
        wire.hasPull() ? of(wire.getPull()) : null);
  }

  private static WireStorePull toWire(PullReport report) {
    return WireStorePull.newBuilder()
        .setFrom(report.from())
        .setReceived(report.received())
        .setExpected(report.expected())
        .build();
  }

  private static PullReport of(WireStorePull wire) {
    return new PullReport(wire.getFrom(), wire.getReceived(), wire.getExpected());
  }

  private static WireLoopReport toWire(LoopReport report) {
    return WireLoopReport.newBuilder()
        .setLongestStepUs(report.longestStepUs())
        .setLongestStepLatelyUs(report.longestStepLatelyUs())
        .setSteps(report.steps())
        .setBusyUs(report.busyUs())
        .setWaiting(report.waiting())
        .build();
  }

  private static LoopReport of(WireLoopReport wire) {
    return new LoopReport(
        wire.getLongestStepUs(),
        wire.getLongestStepLatelyUs(),
        wire.getSteps(),
        wire.getBusyUs(),
        wire.getWaiting());
  }

  private static WireTaskReport toWire(TaskReport report) {
    return WireTaskReport.newBuilder()
        .setName(report.name())
        .setPeriodMs(report.periodMs())
        .setRuns(report.runs())
        .setLastRunMs(report.lastRunMs())
        .setPending(report.pending())
        .build();
  }

  private static TaskReport of(WireTaskReport wire) {
    return new TaskReport(
        wire.getName(), wire.getPeriodMs(), wire.getRuns(), wire.getLastRunMs(), wire.getPending());
  }

  private static WireCounterReport toWire(CounterReport report) {
    return WireCounterReport.newBuilder().setName(report.name()).setValue(report.value()).build();
  }

  private static CounterReport of(WireCounterReport wire) {
    return new CounterReport(wire.getName(), wire.getValue());
  }

  private static WireTimingReport toWire(TimingReport report) {
    return WireTimingReport.newBuilder()
        .setName(report.name())
        .setCount(report.count())
        .setMeanUs(report.meanUs())
        .setP50Us(report.p50Us())
        .setP99Us(report.p99Us())
        .setLongestUs(report.longestUs())
        .setLastUs(report.lastUs())
        .build();
  }

  private static TimingReport of(WireTimingReport wire) {
    return new TimingReport(
        wire.getName(),
        wire.getCount(),
        wire.getMeanUs(),
        wire.getP50Us(),
        wire.getP99Us(),
        wire.getLongestUs(),
        wire.getLastUs());
  }
}
