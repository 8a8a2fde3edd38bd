package io.lockstep.session;

import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.CopyDigest;
import io.lockstep.wire.proto.SessionContentOrBuilder;
import io.lockstep.wire.proto.Verify;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The owner's side of verification: tells the backups of all sessions by digest what they should
 * have, a few sessions at a time, so that each step is short. Former copies are told, too: of a
 * session that nobody uses and that has no backup they hear nothing else, and one of them may own
 * it by now, since a split. Lives on the loop.
 */
final class Verification {
  /** How many digests a message has at the most. */
  static final int MOST_AT_ONCE = 200;

  /** After how many bytes of content a message ends. */
  static final long MOST_BYTES_AT_ONCE = 512 * 1024;

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final SessionContext context;
  private final OwnedSessions owned;
  private final Replicator replicator;
  private final Deque<Ownership> waiting = new ArrayDeque<>();

  Verification(SessionContext context, OwnedSessions owned, Replicator replicator) {
    this.context = context;
    this.owned = owned;
    this.replicator = replicator;
  }

  /**
   * Begins with all sessions; without effect while it is still busy with those of the last time.
   */
  void run() {
    if (waiting.isEmpty()) {
      waiting.addAll(owned.all());
      goOn();
    }
  }

  /** How many sessions wait for their turn. */
  int pending() {
    return waiting.size();
  }

  void close() {
    waiting.clear();
  }

  private void goOn() {
    Map<NodeId, Verify.Builder> messages = new LinkedHashMap<>();
    int count = 0;
    long bytes = 0;
    while (!waiting.isEmpty() && count < MOST_AT_ONCE && bytes < MOST_BYTES_AT_ONCE) {
      Ownership session = waiting.remove();
      if (owned.get(session.cell.key) == session && hasCopies(session)) {
        count++;
        bytes += session.cell.bytes();
        add(session, messages);
      }
    }
    messages.forEach(
        (backup, message) -> context.messenger().send(backup, MessageType.VERIFY, message.build()));
    if (!waiting.isEmpty()) {
      context.loop().schedule(PAUSE, this::goOn);
    }
  }

  private static boolean hasCopies(Ownership session) {
    return !session.links.isEmpty() || !session.former.isEmpty();
  }

  private void add(Ownership session, Map<NodeId, Verify.Builder> messages) {
    // What is stamped goes first, so that a backup has come as far when it compares.
    replicator.flush(session);
    ContentDigest.Subject subject = session.cell.digested(context.now());
    SessionContentOrBuilder content = subject.content();
    CopyDigest.Builder digest =
        CopyDigest.newBuilder()
            .setSession(session.cell.key.bytes())
            .setEpoch(content.getEpoch())
            .setSequence(content.getSequence())
            .setDigest(ContentDigest.of(subject));
    for (Link link : session.links.values()) {
      if (link.isInstalled()) {
        boolean acknowledged = !link.isBehind(content.getSequence());
        message(link.node, messages).addCopies(digest.setAcknowledged(acknowledged).build());
      }
    }
    session.former.forEach(
        node -> message(node, messages).addCopies(digest.setAcknowledged(false).build()));
  }

  private static Verify.Builder message(NodeId to, Map<NodeId, Verify.Builder> messages) {
    return messages.computeIfAbsent(to, any -> Verify.newBuilder());
  }
}
