package io.lockstep.session;

import io.lockstep.sequence.Epoch;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.BatchGap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this node's backups lack, and their owners were asked for: at once, and by a task again and
 * again, in case that a question or its answer was lost. Lives on the loop.
 */
final class CopyRequests {
  private static final int MOST = 10_000;

  /** One that was not answered so often is out of date. */
  private static final int MOST_REPETITIONS = 10;

  private final SessionContext context;
  private final BackupRepository repository;
  private final Map<SessionKey, Request> open = new LinkedHashMap<>();

  /**
   * What was asked for.
   *
   * @param sequence how far the backup should have come
   */
  private record Request(NodeId owner, Epoch epoch, long sequence, int repetitions) {
    private Request repeated() {
      return new Request(owner, epoch, sequence, repetitions + 1);
    }
  }

  CopyRequests(SessionContext context, BackupRepository repository) {
    this.context = context;
    this.repository = repository;
  }

  /**
   * Asks for what the copy lacks up to the sequence: the batches, or, when it cannot go on, all.
   */
  void ask(NodeId owner, SessionKey key, Epoch epoch, long sequence) {
    if (open.size() < MOST || open.containsKey(key)) {
      open.put(key, new Request(owner, epoch, sequence, 0));
    }
    send(owner, key, epoch);
  }

  private void send(NodeId owner, SessionKey key, Epoch epoch) {
    Copy copy = repository.get(key);
    BatchGap.Builder gap =
        BatchGap.newBuilder().setSession(key.bytes()).setEpoch(Epochs.toWire(epoch));
    if (copy != null && copy.follows(epoch)) {
      gap.setApplied(copy.position.sequence());
    } else {
      gap.setNeedsCopy(true);
    }
    context.messenger().send(owner, MessageType.BATCH_GAP, gap.build());
  }

  /** Whether this node's copy has not come so far; one that was promised further lacks nothing. */
  boolean lacks(SessionKey key, Epoch epoch, long sequence) {
    Copy copy = repository.get(key);
    if (copy == null) {
      return true;
    }
    return !epoch.isBelow(copy.promised)
        && !(copy.follows(epoch) && copy.position.sequence() >= sequence);
  }

  /** Asks again for all that is still lacking. */
  void repeat() {
    Map<SessionKey, Request> asked = new LinkedHashMap<>(open);
    open.clear();
    asked.forEach(
        (key, request) -> {
          if (isOpen(key, request) && request.repetitions < MOST_REPETITIONS) {
            open.put(key, request.repeated());
            send(request.owner, key, request.epoch);
          }
        });
  }

  private boolean isOpen(SessionKey key, Request request) {
    return context.membership().member(request.owner) != null
        && lacks(key, request.epoch, request.sequence);
  }

  /** How many sessions were asked for and have not come. */
  int pending() {
    return (int)
        open.entrySet().stream().filter(entry -> isOpen(entry.getKey(), entry.getValue())).count();
  }

  /** This life of the node is over, and so are its backups. */
  void clear() {
    open.clear();
  }
}
