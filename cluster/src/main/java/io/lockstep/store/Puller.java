package io.lockstep.store;

import io.lockstep.membership.Member;
import io.lockstep.report.NodeReport.PullReport;
import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.StoreChunk;
import io.lockstep.wire.proto.StorePull;
import io.lockstep.wire.proto.StorePullNext;
import io.lockstep.wire.proto.StoreState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what this node misses of one store, from one node at a time, chunk by chunk. Lives on the
 * loop.
 */
final class Puller {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_WAITS = 10;

  private final String store;
  private final StoreContext context;
  private final StoreCell cell;
  private final VersionVector vector;
  private final PeerStates states;
  private final BatchReceiver receiver;
  private @Nullable Pull current;
  private boolean looksSoon;

  Puller(
      String store,
      StoreContext context,
      StoreCell cell,
      VersionVector vector,
      PeerStates states,
      BatchReceiver receiver) {
    this.store = store;
    this.context = context;
    this.cell = cell;
    this.vector = vector;
    this.states = states;
    this.receiver = receiver;
  }

  // ---- whom to ask ----

  void tell(NodeId peer, StoreState state) {
    states.tell(peer, state);
    if (current == null && states.has(peer)) {
      if (vector.isEmpty()) {
        start(peer);
      } else {
        lookSoon();
      }
    }
  }

  private void lookSoon() {
    if (!looksSoon) {
      looksSoon = true;
      context.loop().schedule(PeerStates.GRACE, this::look);
    }
  }

  private void look() {
    looksSoon = false;
    if (current == null) {
      List<NodeId> able = states.able();
      if (!able.isEmpty()) {
        start(able.get(context.loop().random().nextInt(able.size())));
      }
    }
  }

  // ---- one pull ----

  private void start(NodeId peer) {
    long id = context.loop().random().nextLong();
    var pull = new Pull(peer, id, vector.copy(), states.expectedFrom(peer));
    current = pull;
    context.counters().increment("stores.pulls");
    StorePull.Builder question =
        StorePull.newBuilder()
            .setStore(store)
            .setPull(pull.id())
            .setVector(StoreWire.vector(vector));
    for (long leaf : cell.leaves()) {
      question.addLeaves(leaf);
    }
    StorePull built = question.build();
    context.messenger().send(peer, MessageType.STORE_PULL, built);
    watch(pull, built, 0, 0);
  }

  private void watch(Pull pull, StorePull question, int number, int waits) {
    context
        .loop()
        .schedule(
            PATIENCE,
            () -> {
              if (current == pull) {
                if (pull.awaited() > number) {
                  watch(pull, question, pull.awaited(), 0);
                } else if (waits == MOST_WAITS) {
                  giveUp(pull);
                } else {
                  askAgain(pull, question);
                  watch(pull, question, number, waits + 1);
                }
              }
            });
  }

  private void askAgain(Pull pull, StorePull question) {
    if (pull.awaited() == 0) {
      context.messenger().send(pull.peer(), MessageType.STORE_PULL, question);
    } else {
      askNext(pull);
    }
  }

  private void askNext(Pull pull) {
    context
        .messenger()
        .send(
            pull.peer(),
            MessageType.STORE_PULL_NEXT,
            StorePullNext.newBuilder()
                .setStore(store)
                .setPull(pull.id())
                .setNumber(pull.awaited())
                .build());
  }

  /** The peer does not answer: it is asked again after its next status. */
  private void giveUp(Pull pull) {
    states.noAnswer(pull.peer());
    current = null;
    lookSoon();
  }

  void onChunk(NodeId sender, StoreChunk chunk) {
    Pull pull = current;
    if (pull != null
        && pull.takes(sender, chunk)
        && !receiver.receive(chunk.getEntriesList(), 0, () -> applied(pull, chunk))) {
      pull.refused();
    }
  }

  private void applied(Pull pull, StoreChunk chunk) {
    if (current != pull) {
      return;
    }
    pull.applied(chunk);
    if (!chunk.getLast()) {
      askNext(pull);
    } else if (pull.hasDifferences()) {
      context
          .workers()
          .execute(
              () -> {
                pull.dropStale(cell, context.nowMs());
                context.loop().execute(() -> finish(pull));
              });
    } else {
      finish(pull);
    }
  }

  private void finish(Pull pull) {
    if (current == pull) {
      vector.add(pull.seenByPeer());
      current = null;
      states.pulled(pull.peer(), pull.hasDifferences());
      lookSoon();
    }
  }

  void ended(NodeId node) {
    Pull pull = current;
    if (pull != null && pull.peer().equals(node)) {
      giveUp(pull);
    }
  }

  /** How far the present pull has come; null when there is none. */
  @Nullable PullReport report() {
    Pull pull = current;
    if (pull == null) {
      return null;
    }
    Member peer = context.membership().member(pull.peer());
    return new PullReport(
        peer == null ? pull.peer().toString() : peer.address().server(),
        pull.received(),
        Math.max(pull.received(), pull.expected()));
  }
}
