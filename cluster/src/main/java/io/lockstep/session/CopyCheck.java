package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.CopyDigest;
import io.lockstep.wire.proto.Verify;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup's side of verification: compares its copies with what their owner tells of its sessions,
 * and asks for whole copies of those that differ, or that it should have and has not. What it owns
 * itself, or holds under a higher epoch, it refuses to the owner; what has come further it leaves
 * alone. Lives on the loop.
 */
final class CopyCheck {
  private static final Logger log = LoggerFactory.getLogger(CopyCheck.class);

  private static final int MOST_AT_ONCE = Verification.MOST_AT_ONCE;

  /** Twice as much as an owner counts, since copies that differ may be larger. */
  private static final long MOST_BYTES_AT_ONCE = 2 * Verification.MOST_BYTES_AT_ONCE;

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final CopyReader reader;
  private final CopyRequests requests;
  private final BackupReceiver receiver;
  private final LongAdder differing;

  CopyCheck(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      CopyReader reader,
      CopyRequests requests,
      BackupReceiver receiver) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.reader = reader;
    this.requests = requests;
    this.receiver = receiver;
    this.differing = context.counters().counter("backups.differing");
    context.messenger().on(MessageType.VERIFY, this::onVerify);
  }

  private void onVerify(NodeId owner, Verify verify) {
    long bytes = 0;
    for (CopyDigest told : verify.getCopiesList().stream().limit(MOST_AT_ONCE).toList()) {
      if (bytes >= MOST_BYTES_AT_ONCE) {
        // No owner sends so much at once.
        return;
      }
      bytes += check(owner, told);
    }
  }

  /** Returns how many bytes were compared. */
  private long check(NodeId owner, CopyDigest told) {
    SessionKey key = SessionKey.of(told.getSession());
    Epoch epoch = Epochs.of(told.getEpoch());
    Ownership mine = owned.get(key);
    if (mine != null) {
      // A higher epoch that does not depend on this node may be in force: it is for those who have
      // promised it to tell this one, or both would give way to each other.
      if (epoch.isBelow(mine.cell.position().epoch()) || mine.names(owner)) {
        receiver.refuseOther(owner, key, epoch, mine);
      }
      return 0;
    }
    Copy copy = repository.get(key);
    if (copy != null && copy.follows(epoch) && copy.position.sequence() == told.getSequence()) {
      return compare(owner, key, copy, told);
    }
    if (copy != null && epoch.isBelow(copy.promised)) {
      // Of a session that nobody uses no batch comes that could be refused: its former owner, when
      // it was away while the session went on or ended elsewhere, would keep it for ever.
      receiver.refuse(owner, key, epoch, copy);
    } else if (told.getAcknowledged()) {
      askIfLacking(owner, key, epoch, told.getSequence());
    }
    return 0;
  }

  private long compare(NodeId owner, SessionKey key, Copy copy, CopyDigest told) {
    SessionState state = copy.state;
    if (state == null) {
      return 0;
    }
    context.counters().increment("backups.verified");
    Optional<Long> digest =
        reader.read(
            key, copy, held -> ContentDigest.of(held.digested(copy.position, context.now())));
    if (digest.isEmpty()) {
      requests.ask(owner, key, Epochs.of(told.getEpoch()), told.getSequence());
    } else if (digest.get() != told.getDigest()) {
      differing.increment();
      log.warn("The backup of session {} is not what its owner has; asks for a whole copy", key);
      // Nothing may be applied to it any more.
      copy.current = false;
      requests.ask(owner, key, Epochs.of(told.getEpoch()), told.getSequence());
    }
    return state.bytes();
  }

  /**
   * It was acknowledged, and is not here: nothing that is on its way explains that, unless this
   * message is old.
   */
  private void askIfLacking(NodeId owner, SessionKey key, Epoch epoch, long sequence) {
    if (requests.lacks(key, epoch, sequence)) {
      context.counters().increment("backups.missing");
      requests.ask(owner, key, epoch, sequence);
    }
  }
}
