package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.report.NodeReport.SessionReport;
import io.lockstep.sequence.Epoch;
import io.lockstep.transport.Frames;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.AttributeChange;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.BatchAck;
import io.lockstep.wire.proto.CopyDigest;
import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Verify;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions are compared with their backups, and what differs is sent again. */
class VerificationTest extends SessionTestBase {
  private static final Duration PERIOD = Duration.ofMinutes(3);
  private static final Duration REQUEST_PERIOD = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private boolean corrupts;
  private final Server a;
  private final Server b;

  VerificationTest() {
    BackupPeriods usual = BackupPeriods.defaults();
    var periods =
        new BackupPeriods(
            usual.assignment(), PERIOD, usual.cleanup(), usual.resend(), REQUEST_PERIOD);
    cluster.backups(() -> BackupManagement.defaults().withPeriods(periods));
    cluster.network.writing(frame -> List.of(corrupts ? corrupted(frame) : frame));
    a = cluster.start("a");
    b = cluster.start("b");
  }

  /** A batch in which each value is another one. */
  private static byte[] corrupted(byte[] frame) {
    try {
      Envelope envelope = Envelope.parseFrom(frame);
      if (envelope.getType() != MessageType.BATCH.number()) {
        return frame;
      }
      Batch.Builder batch = Batch.parseFrom(envelope.getPayload()).toBuilder();
      for (AttributeChange.Builder change : batch.getChangesBuilderList()) {
        change.setValue(ByteString.copyFromUtf8("stones"));
      }
      return envelope.toBuilder().setPayload(batch.build().toByteString()).build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private String sessionWith(String cart) throws Exception {
    try (SessionUse use = create(a)) {
      use.session().setAttribute("cart", "nothing");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      use.session().setAttribute("cart", cart);
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  /** The backup acknowledges what it never got as it was. */
  private String sessionWithACorruptedBackup() throws Exception {
    corrupts = true;
    String id = sessionWith("apples");
    corrupts = false;
    return id;
  }

  private Object cartAtTheBackup(String id) throws Exception {
    a.crash();
    try (SessionUse use = open(b, id)) {
      Object cart = use.session().getAttribute("cart");
      return cart == null ? "none" : cart;
    }
  }

  private SessionReport onlySession() throws Exception {
    return cluster.await(a.node().observer().report()).sessions().get(0);
  }

  private void tell(CopyDigest.Builder digest) {
    b.transport()
        .inject(
            Frames.frame(
                a.node().address(),
                a.node().id(),
                MessageType.VERIFY,
                Verify.newBuilder().addCopies(digest).build()));
    pass(MOMENT);
  }

  private CopyDigest.Builder digestOf(String id) throws Exception {
    return CopyDigest.newBuilder()
        .setSession(new SessionIds("secret").parse(id).orElseThrow().key().bytes())
        .setEpoch(Epochs.toWire(new Epoch(1, a.node().id().incarnation())))
        .setSequence(onlySession().sequence())
        .setDigest(4711)
        .setAcknowledged(true);
  }

  @Test
  void aBackupThatDiffersWithoutAnybodyKnowingIsWithoutVerificationWhatIsLeft() throws Exception {
    assertThat(cartAtTheBackup(sessionWithACorruptedBackup())).isEqualTo("stones");
  }

  @Test
  void aBackupThatWasCorruptedSilentlyIsRepairedWithinAPeriod() throws Exception {
    String id = sessionWithACorruptedBackup();
    pass(PERIOD);
    assertThat(cluster.counter(b, "backups.differing")).isEqualTo(1);
    assertThat(onlySession().level()).isEqualTo("acknowledged");
    assertThat(cartAtTheBackup(id)).isEqualTo("apples");
  }

  @Test
  void theNextChangeIsNotAppliedToACorruptedBackup() throws Exception {
    String id = sessionWithACorruptedBackup();
    cluster.network.loseType(MessageType.BATCH_GAP.number());
    pass(PERIOD);
    cluster.network.heal();
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("colour", "red");
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    assertThat(cartAtTheBackup(id)).isEqualTo("apples");
  }

  @Test
  void whenTheQuestionIsLostTheRequestTaskAsksAgain() throws Exception {
    String id = sessionWithACorruptedBackup();
    cluster.network.loseType(MessageType.BATCH_GAP.number());
    pass(PERIOD);
    cluster.network.heal();
    pass(REQUEST_PERIOD.plusSeconds(1));
    assertThat(cartAtTheBackup(id)).isEqualTo("apples");
  }

  @Test
  void whatWasAcknowledgedAndNeverArrivedIsFoundAndSent() throws Exception {
    String id = sessionWith("pears");
    cluster.network.loseType(MessageType.BATCH.number());
    try (SessionUse use = open(a, id)) {
      use.session().setAttribute("cart", "apples");
      var level = use.commit();
      pass(Duration.ofMillis(10));
      forgeAcknowledgement(digestOf(id));
      assertThat(cluster.await(level)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
    }
    cluster.network.heal();
    pass(PERIOD);
    assertThat(cluster.counter(b, "backups.missing")).isEqualTo(1);
    assertThat(cartAtTheBackup(id)).isEqualTo("apples");
  }

  private void forgeAcknowledgement(CopyDigest.Builder position) {
    a.transport()
        .inject(
            Frames.frame(
                b.node().address(),
                b.node().id(),
                MessageType.BATCH_ACK,
                BatchAck.newBuilder()
                    .setSession(position.getSession())
                    .setEpoch(position.getEpoch())
                    .setSequence(position.getSequence())
                    .build()));
  }

  @Test
  void sessionsAndBackupsThatAreTheSameAreLeftAlone() throws Exception {
    for (int i = 0; i < 500; i++) {
      create(a).close();
    }
    pass(MOMENT);
    long installs = cluster.network.delivered(MessageType.INSTALL.number());
    pass(PERIOD.plus(MOMENT));
    assertThat(cluster.counter(b, "backups.verified")).isEqualTo(500);
    assertThat(cluster.counter(b, "backups.differing")).isZero();
    assertThat(cluster.network.delivered(MessageType.INSTALL.number())).isEqualTo(installs);
    // A few hundred at a time.
    assertThat(cluster.network.delivered(MessageType.VERIFY.number())).isEqualTo(3);
  }

  @Test
  void aBackupThatHasComeFurtherIsLeftAlone() throws Exception {
    String id = sessionWith("apples");
    tell(digestOf(id).setSequence(onlySession().sequence() - 1));
    assertNothingIsAskedFor(id);
  }

  @Test
  void aBackupUnderAHigherEpochIsLeftAlone() throws Exception {
    String id = sessionWith("apples");
    tell(digestOf(id).setEpoch(Epochs.toWire(new Epoch(0, a.node().id().incarnation()))));
    assertNothingIsAskedFor(id);
  }

  @Test
  void whatMayStillBeOnItsWayIsNotAskedFor() throws Exception {
    String id = sessionWith("apples");
    tell(digestOf(id).setSequence(onlySession().sequence() + 1).setAcknowledged(false));
    assertNothingIsAskedFor(id);
  }

  private void assertNothingIsAskedFor(String id) throws Exception {
    assertThat(cluster.network.delivered(MessageType.BATCH_GAP.number())).isZero();
    assertThat(cartAtTheBackup(id)).isEqualTo("apples");
  }
}
