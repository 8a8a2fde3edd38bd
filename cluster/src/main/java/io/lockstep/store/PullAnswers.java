package io.lockstep.store;

import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.StoreChunk;
import io.lockstep.wire.proto.StorePull;
import io.lockstep.wire.proto.StorePullNext;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the other nodes' pulls of one store, to each asker one at a time. Lives on the loop. */
final class PullAnswers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String store;
  private final StoreContext context;
  private final StoreCell cell;
  private final VersionVector vector;
  private final BatchSender sender;
  private final Map<NodeId, Answer> answers = new LinkedHashMap<>();

  PullAnswers(
      String store,
      StoreContext context,
      StoreCell cell,
      VersionVector vector,
      BatchSender sender) {
    this.store = store;
    this.context = context;
    this.cell = cell;
    this.vector = vector;
    this.sender = sender;
  }

  /** A transfer, and its last chunk until the next one is asked for. */
  private static final class Answer {
    private final Transfer transfer;
    private @Nullable StoreChunk chunk;
    private boolean working;
    private long askedNanos;

    Answer(Transfer transfer) {
      this.transfer = transfer;
    }
  }

  void onPull(NodeId asker, StorePull pull) {
    if (pull.getLeavesCount() != Leaves.COUNT) {
      throw new IllegalArgumentException("a pull with " + pull.getLeavesCount() + " leaves");
    }
    Answer present = answers.get(asker);
    if (present != null && present.transfer.pull() == pull.getPull()) {
      again(asker, present);
      return;
    }
    sender.sendAll();
    BitSet differing = Leaves.differing(cell.leaves(), pull.getLeavesList());
    var answer =
        new Answer(
            new Transfer(
                store,
                pull.getPull(),
                StoreWire.vector(pull.getVector()),
                vector.copy(),
                differing,
                cell));
    answers.put(asker, answer);
    produce(asker, answer);
  }

  void onNext(NodeId asker, StorePullNext next) {
    Answer answer = answers.get(asker);
    if (answer == null || answer.transfer.pull() != next.getPull()) {
      return;
    }
    StoreChunk last = answer.chunk;
    if (last != null && next.getNumber() == last.getNumber() + 1) {
      if (!last.getLast()) {
        produce(asker, answer);
      }
    } else {
      again(asker, answer);
    }
  }

  private void produce(NodeId asker, Answer answer) {
    answer.askedNanos = context.loop().nanoTime();
    if (!answer.working) {
      answer.working = true;
      context
          .workers()
          .execute(
              () -> {
                StoreChunk chunk = answer.transfer.next();
                context.loop().execute(() -> produced(asker, answer, chunk));
              });
    }
  }

  private void produced(NodeId asker, Answer answer, StoreChunk chunk) {
    answer.working = false;
    answer.chunk = chunk;
    if (answers.get(asker) == answer) {
      send(asker, chunk);
    }
  }

  private void again(NodeId asker, Answer answer) {
    answer.askedNanos = context.loop().nanoTime();
    StoreChunk chunk = answer.chunk;
    if (chunk != null && !answer.working) {
      send(asker, chunk);
    }
  }

  private void send(NodeId asker, StoreChunk chunk) {
    context.counters().increment("stores.chunks-sent");
    context.messenger().send(asker, MessageType.STORE_CHUNK, chunk);
  }

  /** Forgets answers that nobody asks for any more. */
  void tick() {
    long oldest = context.loop().nanoTime() - PATIENCE.toNanos();
    answers.values().removeIf(answer -> answer.askedNanos - oldest < 0);
  }

  void ended(NodeId asker) {
    answers.remove(asker);
  }
}
