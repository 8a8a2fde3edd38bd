package io.lockstep.store;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.sequence.VersionVector;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.StoreRepair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a source for what is missing of its changes: at once, and twice more. What does not come
 * then is found by the next status. Lives on the loop.
 */
final class GapRepair {
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final int MOST_QUESTIONS = 3;

  private final String store;
  private final StoreContext context;
  private final VersionVector vector;
  private final Map<Long, Long> heads = new LinkedHashMap<>();
  private final Map<Long, Integer> questions = new LinkedHashMap<>();

  GapRepair(String store, StoreContext context, VersionVector vector) {
    this.store = store;
    this.context = context;
    this.vector = vector;
  }

  /** The source has come as far as this; looks whether all of it is here. */
  void look(long source, long head) {
    heads.merge(source, head, Math::max);
    if (missing(source) == null) {
      heads.remove(source);
    } else if (!questions.containsKey(source)) {
      context.counters().increment("stores.gaps");
      ask(source);
    }
  }

  private void ask(long source) {
    SequenceRange missing = missing(source);
    int asked = questions.getOrDefault(source, 0);
    boolean lives = source != 0 && context.membership().member(new NodeId(source)) != null;
    if (missing == null || asked == MOST_QUESTIONS || !lives) {
      questions.remove(source);
      heads.remove(source);
      return;
    }
    questions.put(source, asked + 1);
    context
        .messenger()
        .send(
            new NodeId(source),
            MessageType.STORE_REPAIR,
            StoreRepair.newBuilder()
                .setStore(store)
                .setSource(source)
                .setFrom(missing.from())
                .setTo(missing.to())
                .build());
    context.loop().schedule(PATIENCE, () -> ask(source));
  }

  /** Whether nothing is asked for. */
  boolean isIdle() {
    return heads.isEmpty();
  }

  /** Adds what sources have told of, and is asked for. */
  void addAwaited(VersionVector all) {
    heads.forEach((source, head) -> all.add(source, new SequenceRange(1, head)));
  }

  /** From the first to the last change that is missing; null when none is. */
  private @Nullable SequenceRange missing(long source) {
    List<SequenceRange> gaps = vector.gaps(source);
    List<SequenceRange> seen = vector.ranges(source);
    long last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1).to();
    long head = heads.getOrDefault(source, 0L);
    if (gaps.isEmpty()) {
      return head > last ? new SequenceRange(last + 1, head) : null;
    }
    long end = head > last ? head : gaps.get(gaps.size() - 1).to();
    return new SequenceRange(gaps.get(0).from(), end);
  }

  void ended(long source) {
    heads.remove(source);
  }
}
