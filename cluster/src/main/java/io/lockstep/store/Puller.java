package io.lockstep.store;

import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.StoreChunk;
import io.lockstep.wire.proto.StorePull;
import io.lockstep.wire.proto.StorePullNext;
import io.lockstep.wire.proto.StoreState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what this node misses of one store, from one node at a time, chunk by chunk. Lives on the
 * loop.
 */
final class Puller {
  /** What is on its way by itself needs not be asked for. */
  private static final Duration GRACE = Duration.ofMillis(400);

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_WAITS = 10;

  private final String store;
  private final StoreContext context;
  private final StoreCell cell;
  private final VersionVector vector;
  private final BatchReceiver receiver;
  private final Map<NodeId, Told> told = new LinkedHashMap<>();
  private @Nullable Pull current;
  private boolean looksSoon;

  Puller(
      String store,
      StoreContext context,
      StoreCell cell,
      VersionVector vector,
      BatchReceiver receiver) {
    this.store = store;
    this.context = context;
    this.cell = cell;
    this.vector = vector;
    this.receiver = receiver;
  }

  /**
   * What a node said last that it has.
   *
   * @param root empty when its contents may have changed since
   * @param answers false when it did not answer since
   */
  private record Told(OptionalLong root, VersionVector vector, boolean answers) {
    Told withoutRoot() {
      return new Told(OptionalLong.empty(), vector, answers);
    }

    Told withoutAnswer() {
      return new Told(root, vector, false);
    }
  }

  // ---- whom to ask ----

  void tell(NodeId peer, StoreState state) {
    var now = new Told(OptionalLong.of(state.getRoot()), StoreWire.vector(state.getVector()), true);
    told.put(peer, now);
    if (current == null && has(now)) {
      if (vector.isEmpty()) {
        start(peer);
      } else {
        lookSoon();
      }
    }
  }

  /** The vectors that the nodes told last; null when one of them has not told any. */
  @Nullable Map<NodeId, VersionVector> vectorsOf(List<NodeId> nodes) {
    var vectors = new LinkedHashMap<NodeId, VersionVector>();
    for (NodeId node : nodes) {
      Told known = told.get(node);
      if (known == null) {
        return null;
      }
      vectors.put(node, known.vector);
    }
    return vectors;
  }

  /** How many nodes have something else than this one, as far as they told. */
  int diverging() {
    return (int) told.values().stream().filter(this::differs).count();
  }

  private boolean differs(Told other) {
    return !vector.equals(other.vector) || isOtherRoot(other);
  }

  /** Whether there is something to be had from that node. */
  private boolean has(Told other) {
    return other.answers
        && (!vector.covers(other.vector) || (other.vector.covers(vector) && isOtherRoot(other)));
  }

  private boolean isOtherRoot(Told other) {
    OptionalLong root = cell.root();
    return root.isPresent() && other.root.isPresent() && !root.equals(other.root);
  }

  private void lookSoon() {
    if (!looksSoon) {
      looksSoon = true;
      context.loop().schedule(GRACE, this::look);
    }
  }

  private void look() {
    looksSoon = false;
    if (current == null) {
      List<NodeId> able =
          told.entrySet().stream()
              .filter(peer -> has(peer.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      if (!able.isEmpty()) {
        start(able.get(context.loop().random().nextInt(able.size())));
      }
    }
  }

  // ---- one pull ----

  private void start(NodeId peer) {
    var pull = new Pull(peer, context.loop().random().nextLong(), vector.copy());
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
    told.computeIfPresent(pull.peer(), (peer, before) -> before.withoutAnswer());
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
      // What it told of its digest may be older than what it sent.
      told.computeIfPresent(pull.peer(), (peer, before) -> before.withoutRoot());
      lookSoon();
    }
  }

  void ended(NodeId node) {
    Pull pull = current;
    if (pull != null && pull.peer().equals(node)) {
      giveUp(pull);
    }
    told.remove(node);
  }

  /** Forgets what nodes said that are not members any more. */
  void retain(List<NodeId> members) {
    told.keySet().retainAll(members);
  }
}
