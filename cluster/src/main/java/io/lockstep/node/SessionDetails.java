package io.lockstep.node;

import io.lockstep.report.SessionDetail;
import io.lockstep.report.SessionDetail.Attribute;
import io.lockstep.report.SessionDetail.Backup;
import io.lockstep.report.SessionDetail.Document;
import io.lockstep.report.SessionDetail.Past;
import io.lockstep.wire.proto.WireAttributeDetail;
import io.lockstep.wire.proto.WireBackupDetail;
import io.lockstep.wire.proto.WireDocumentDetail;
import io.lockstep.wire.proto.WirePastEpoch;
import io.lockstep.wire.proto.WireSessionDetail;

/** What nodes tell each other of a session, as a record and on the wire. */
final class SessionDetails {
  private SessionDetails() {}

  static WireSessionDetail toWire(SessionDetail detail) {
    WireSessionDetail.Builder wire =
        WireSessionDetail.newBuilder()
            .setServer(detail.server())
            .setKey(detail.key())
            .setOwns(detail.owns())
            .setEpoch(detail.epoch())
            .setSequence(detail.sequence())
            .setAgeMs(detail.ageMs())
            .setIdleMs(detail.idleMs())
            .setMaxInactiveMs(detail.maxInactiveMs())
            .setReplication(detail.replication())
            .setTracksChanges(detail.tracksChanges())
            .addAllFormer(detail.former());
    detail.attributes().forEach(each -> wire.addAttributes(toWire(each)));
    detail.documents().forEach(each -> wire.addDocuments(toWire(each)));
    detail.backups().forEach(each -> wire.addBackups(toWire(each)));
    detail.history().forEach(each -> wire.addHistory(toWire(each)));
    return wire.build();
  }

  static SessionDetail of(WireSessionDetail wire) {
    return new SessionDetail(
        wire.getServer(),
        wire.getKey(),
        wire.getOwns(),
        wire.getEpoch(),
        wire.getSequence(),
        wire.getAgeMs(),
        wire.getIdleMs(),
        wire.getMaxInactiveMs(),
        wire.getReplication(),
        wire.getTracksChanges(),
        wire.getAttributesList().stream().map(SessionDetails::of).toList(),
        wire.getDocumentsList().stream().map(SessionDetails::of).toList(),
        wire.getBackupsList().stream().map(SessionDetails::of).toList(),
        wire.getFormerList(),
        wire.getHistoryList().stream().map(SessionDetails::of).toList());
  }

  private static WireAttributeDetail toWire(Attribute attribute) {
    return WireAttributeDetail.newBuilder()
        .setName(attribute.name())
        .setBytes(attribute.bytes())
        .setSequence(attribute.sequence())
        .build();
  }

  private static Attribute of(WireAttributeDetail wire) {
    return new Attribute(wire.getName(), wire.getBytes(), wire.getSequence());
  }

  private static WireDocumentDetail toWire(Document document) {
    return WireDocumentDetail.newBuilder()
        .setName(document.name())
        .setBytes(document.bytes())
        .setNodes(document.nodes())
        .setSequence(document.sequence())
        .setSharedWithClient(document.sharedWithClient())
        .build();
  }

  private static Document of(WireDocumentDetail wire) {
    return new Document(
        wire.getName(),
        wire.getBytes(),
        wire.getNodes(),
        wire.getSequence(),
        wire.getSharedWithClient());
  }

  private static WireBackupDetail toWire(Backup backup) {
    return WireBackupDetail.newBuilder()
        .setServer(backup.server())
        .setAcknowledged(backup.acknowledged())
        .setPending(backup.pending())
        .setState(backup.state())
        .build();
  }

  private static Backup of(WireBackupDetail wire) {
    return new Backup(wire.getServer(), wire.getAcknowledged(), wire.getPending(), wire.getState());
  }

  private static WirePastEpoch toWire(Past past) {
    return WirePastEpoch.newBuilder()
        .setEpoch(past.epoch())
        .setLastSequence(past.lastSequence())
        .build();
  }

  private static Past of(WirePastEpoch wire) {
    return new Past(wire.getEpoch(), wire.getLastSequence());
  }
}
