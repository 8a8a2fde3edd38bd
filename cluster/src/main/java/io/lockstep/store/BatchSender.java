package io.lockstep.store;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.sequence.VersionVector;
import io.lockstep.store.Outbox.Drained;
import io.lockstep.time.Pump;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.StoreBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Sends the changes of one store that were made here. Lives on the loop. */
final class BatchSender {
  /** The most bytes of entries in one message, unless a single one is larger. */
  static final int CHUNK_BYTES = 256 * 1024;

  private static final int MOST_AT_ONCE = 64;
  private static final Duration QUIET = Duration.ofMillis(250);

  private final String store;
  private final StoreContext context;
  private final StoreCell cell;
  private final VersionVector vector;
  private final SentBatches sent = new SentBatches();
  private final Pump pump;
  private final LongAdder changes;
  private long batches;
  private boolean watchesTail;

  BatchSender(String store, StoreContext context, StoreCell cell, VersionVector vector) {
    this.store = store;
    this.context = context;
    this.cell = cell;
    this.vector = vector;
    changes = context.counters().counter("stores.changes");
    pump = new Pump(context.loop(), () -> !cell.isDrained(), this::sendNext);
  }

  /** Something was changed here. May be called from any thread. */
  void wrote() {
    pump.wake();
  }

  /** Sends all that waits, or as much of it as a step of the loop may. */
  void sendAll() {
    Drained drained = sendNext();
    for (int i = 1; i < MOST_AT_ONCE && drained != null && drained.more(); i++) {
      drained = sendNext();
    }
  }

  private @Nullable Drained sendNext() {
    Drained drained = cell.drain(CHUNK_BYTES);
    if (drained != null) {
      vector.add(drained.source(), drained.range());
      changes.add(drained.range().to() - drained.range().from() + 1);
      // Whoever comes later asks for the contents.
      if (!context.membership().members().isEmpty()) {
        StoreBatch batch = StoreWire.batch(store, drained);
        sent.add(batch);
        context.messenger().broadcast(MessageType.STORE_BATCH, batch);
        batches++;
        watchTail();
      }
    }
    return drained;
  }

  /** After a lost last batch no later one would show the gap. */
  private void watchTail() {
    if (!watchesTail) {
      watchesTail = true;
      long before = batches;
      context.loop().schedule(QUIET, () -> tellTail(before));
    }
  }

  private void tellTail(long before) {
    watchesTail = false;
    if (batches != before) {
      watchTail();
      return;
    }
    List<SequenceRange> own = vector.ranges(cell.source());
    if (!own.isEmpty()) {
      long head = own.get(own.size() - 1).to();
      context
          .messenger()
          .broadcast(
              MessageType.STORE_BATCH,
              StoreBatch.newBuilder()
                  .setStore(store)
                  .setSource(cell.source())
                  .setFrom(head + 1)
                  .setTo(head)
                  .build());
    }
  }

  /** Sends again what the asker missed; false when it is not at hand any more. */
  boolean repair(NodeId asker, long source, SequenceRange missing) {
    List<StoreBatch> again = source == cell.source() ? sent.holding(missing) : List.of();
    again.forEach(batch -> context.messenger().send(asker, MessageType.STORE_BATCH, batch));
    return !again.isEmpty();
  }

  /** Goes on under a new source. */
  void begin(long source) {
    long before = cell.source();
    if (source != before) {
      long last = cell.begin(source);
      if (last > 0) {
        vector.add(before, new SequenceRange(1, last));
      }
      sent.clear();
    }
  }
}
