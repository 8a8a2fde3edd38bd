package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.HandOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaving in order: every session moves to one of its backups, as if its visitor had come there,
 * before the node goes. What has no backup is given one first, and what the node backs up for
 * others gets another backup. Ends when nothing is left that can move, when nothing has moved for
 * two seconds, or after ten. Lives on the loop.
 */
final class Departure {
  private static final Logger log = LoggerFactory.getLogger(Departure.class);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  /** How many sessions a message has at the most. */
  static final int MOST_AT_ONCE = 200;

  private static final int MOST_NAMED = 10;

  private final SessionContext context;
  private final OwnedSessions owned;
  private final BackupRepository repository;
  private final Replicator replicator;
  private final Runnable whenDone;
  private final Map<SessionKey, Long> askedNanos = new HashMap<>();
  private final int atFirst;
  private final long beganNanos;
  private int fewest;
  private long movedNanos;

  /**
   * A departure that has not begun.
   *
   * @param whenDone nothing more is going to move
   */
  Departure(
      SessionContext context,
      OwnedSessions owned,
      BackupRepository repository,
      Replicator replicator,
      Runnable whenDone) {
    this.context = context;
    this.owned = owned;
    this.repository = repository;
    this.replicator = replicator;
    this.whenDone = whenDone;
    this.atFirst = owned.size();
    this.beganNanos = context.now();
    this.fewest = Integer.MAX_VALUE;
    this.movedNanos = beganNanos;
  }

  void begin() {
    replicator.assigner().assignAll();
    goOn();
  }

  private void goOn() {
    owned.all().forEach(replicator::flush);
    List<Ownership> staying = owned.all().stream().filter(this::mayMove).toList();
    int held = heldForOthers() + letGo();
    int left = owned.size() + held;
    if (left < fewest) {
      fewest = left;
      movedNanos = context.now();
    }
    boolean gaveUp =
        context.now() - movedNanos > PATIENCE.toNanos()
            || context.now() - beganNanos > LONGEST.toNanos();
    if ((staying.isEmpty() && held == 0) || gaveUp) {
      tell();
      whenDone.run();
    } else {
      handOff(staying);
      context.loop().schedule(LOOK, this::goOn);
    }
  }

  /**
   * Whether somebody is there who has the session, or is to have it. One that has ended stays until
   * that is known.
   */
  private boolean mayMove(Ownership session) {
    boolean isOver =
        session.cell.isEnded() && session.acknowledgedByAll() >= session.cell.position().sequence();
    return !isOver && session.links.values().stream().anyMatch(this::mayTake);
  }

  private boolean mayTake(Link link) {
    Member member = context.membership().member(link.node);
    return !link.isStalled() && member != null && !member.isSuspected();
  }

  /** The backups here that their owners can have elsewhere. */
  private int heldForOthers() {
    long others =
        context.membership().members().stream()
            .filter(member -> !member.isSuspected() && member.takesBackups())
            .count();
    return others < 2
        ? 0
        : (int)
            repository.backups().stream()
                .map(Map.Entry::getValue)
                .filter(copy -> copy.owner != null && context.membership().isTrusted(copy.owner))
                .count();
  }

  /**
   * What was let go, and nobody has taken yet, or only just: who takes it needs this node's word,
   * and what a node says last comes too late once it is known to have left.
   */
  private int letGo() {
    return (int)
        repository.backups().stream()
            .map(Map.Entry::getValue)
            .filter(
                copy ->
                    copy.wasOwned
                        && (context.self().equals(copy.owner)
                            || context.now() - copy.modifiedNanos < LAST_WORDS.toNanos()))
            .count();
  }

  private void handOff(List<Ownership> sessions) {
    Map<NodeId, HandOff.Builder> messages = new LinkedHashMap<>();
    int asked = 0;
    for (Ownership session : sessions) {
      Optional<Link> heir = isDue(session) ? heirOf(session) : Optional.empty();
      if (asked < MOST_AT_ONCE && heir.isPresent()) {
        asked++;
        askedNanos.put(session.cell.key, context.now());
        messages
            .computeIfAbsent(heir.get().node, any -> HandOff.newBuilder())
            .addSessions(session.cell.key.bytes());
      }
    }
    messages.forEach(
        (node, message) -> context.messenger().send(node, MessageType.HAND_OFF, message.build()));
  }

  private boolean isDue(Ownership session) {
    Long asked = askedNanos.get(session.cell.key);
    return !session.cell.isEnded()
        && (asked == null || context.now() - asked > ASK_AGAIN.toNanos());
  }

  /** A backup that has everything. */
  private Optional<Link> heirOf(Ownership session) {
    long sequence = session.cell.position().sequence();
    return session.links.values().stream()
        .filter(link -> mayTake(link) && !link.isBehind(sequence))
        .findFirst();
  }

  private void tell() {
    List<Ownership> living =
        owned.all().stream().filter(session -> !session.cell.isEnded()).toList();
    List<SessionKey> lost = new ArrayList<>();
    for (Ownership session : living) {
      if (!session.cell.claimsProtection()) {
        lost.add(session.cell.key);
      }
    }
    if (atFirst > 0) {
      log.info(
          "{} of {} sessions have moved to other servers; {} go on from their backups",
          atFirst - owned.size(),
          atFirst,
          living.size() - lost.size());
    }
    if (!lost.isEmpty()) {
      log.warn(
          "{} sessions have no other copy that is known to be whole, and may end with this node: {}",
          lost.size(),
          lost.stream().limit(MOST_NAMED).toList());
    }
  }
}
