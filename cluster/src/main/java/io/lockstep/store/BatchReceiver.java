package io.lockstep.store;

import io.lockstep.sequence.SequenceRange;
import io.lockstep.sequence.VersionVector;
import io.lockstep.time.Lane;
import io.lockstep.wire.proto.StoreBatch;
import io.lockstep.wire.proto.StoreEntry;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Takes over other nodes' changes of one store. Keys are read by the workers, because that may load
 * classes and run the application's code; the rest is the loop's.
 */
final class BatchReceiver {
  private static final long MOST_WAITING_BYTES = 64L * 1024 * 1024;
  private static final int OVERHEAD_BYTES = 100;

  private final StoreContext context;
  private final StoreCell cell;
  private final VersionVector vector;
  private final EntryReader reader;
  private final GapRepair gaps;
  private final LongAdder received;
  private final Lane lane;

  BatchReceiver(
      StoreContext context,
      StoreCell cell,
      VersionVector vector,
      EntryReader reader,
      GapRepair gaps) {
    this.context = context;
    this.cell = cell;
    this.vector = vector;
    this.reader = reader;
    this.gaps = gaps;
    this.received = context.counters().counter("stores.changes-received");
    this.lane = new Lane(context.workers(), MOST_WAITING_BYTES);
  }

  /** An entry whose key is read. */
  private record Arrived(Object key, StoredEntry entry) {}

  void receive(StoreBatch batch) {
    long source = batch.getSource();
    if (source == 0 || batch.getFrom() < 1 || batch.getTo() < batch.getFrom() - 1) {
      throw new IllegalArgumentException("a batch without a range");
    }
    if (batch.getTo() < batch.getFrom()) {
      lane.offer(
          () -> context.loop().execute(() -> gaps.look(source, batch.getTo())), OVERHEAD_BYTES);
      return;
    }
    var range = new SequenceRange(batch.getFrom(), batch.getTo());
    receive(
        batch.getEntriesList(),
        source,
        () -> {
          vector.add(source, range);
          gaps.look(source, range.to());
        });
  }

  /**
   * Applies the entries, then runs the task on the loop; drops both when too much waits.
   *
   * @param source the entries' where they name none
   * @return false when they were dropped
   */
  boolean receive(List<StoreEntry> entries, long source, Runnable then) {
    List<StoredEntry> read = entries.stream().map(entry -> StoreWire.entry(entry, source)).toList();
    long weight = OVERHEAD_BYTES + read.stream().mapToLong(StoredEntry::size).sum();
    boolean taken =
        lane.offer(
            () -> {
              List<Arrived> arrived =
                  read.stream()
                      .map(entry -> new Arrived(reader.key(entry.wireKey()), entry))
                      .toList();
              context
                  .loop()
                  .execute(
                      () -> {
                        arrived.forEach(this::apply);
                        then.run();
                      });
            },
            weight);
    if (!taken) {
      context.counters().increment("stores.overflow");
    }
    return taken;
  }

  /** What was seen before is not looked at: it may be removed, and its tombstone gone. */
  private void apply(Arrived arrived) {
    StoredEntry entry = arrived.entry;
    if (!vector.covers(entry.source(), entry.sequence())) {
      received.increment();
      cell.apply(arrived.key, entry);
    }
  }
}
