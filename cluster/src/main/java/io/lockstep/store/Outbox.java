package io.lockstep.store;

import io.lockstep.sequence.SequenceRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes made here that were not sent yet, of each key the last one, and the numbers they get.
 * So it never holds more than the store. Not thread-safe: the cell guards it.
 */
final class Outbox {
  private final Map<Object, StoredEntry> waiting = new LinkedHashMap<>();
  private long source;
  private long stamped;
  private long drained;

  Outbox(long source) {
    this.source = source;
  }

  /**
   * What goes out as one batch: each change in the range is among the entries or superseded.
   *
   * @param more whether something was left
   */
  record Drained(long source, SequenceRange range, List<StoredEntry> entries, boolean more) {}

  long source() {
    return source;
  }

  long nextSequence() {
    return ++stamped;
  }

  void add(Object key, StoredEntry entry) {
    // Taken out first: what waits is in the order of its sequences.
    waiting.remove(key);
    waiting.put(key, entry);
  }

  /** The key's change needs not go out any more: a newer one came in. */
  void supersede(Object key) {
    waiting.remove(key);
  }

  /** How many changes wait to be sent. */
  int size() {
    return waiting.size();
  }

  boolean isDrained() {
    return drained == stamped;
  }

  /** Takes out as much as one batch holds; null when there is nothing to send. */
  @Nullable Drained drain(int mostBytes) {
    if (isDrained()) {
      return null;
    }
    var entries = new ArrayList<StoredEntry>();
    long bytes = 0;
    long end = stamped;
    var rest = waiting.values().iterator();
    while (rest.hasNext()) {
      StoredEntry entry = rest.next();
      if (!entries.isEmpty() && bytes + entry.size() > mostBytes) {
        end = entry.sequence() - 1;
        break;
      }
      bytes += entry.size();
      entries.add(entry);
      rest.remove();
    }
    var range = new SequenceRange(drained + 1, end);
    drained = end;
    return new Drained(source, range, entries, end < stamped);
  }

  /**
   * Begins to number anew under another source. What waits is left out: the others find it by its
   * old source.
   *
   * @return the last sequence under the old source
   */
  long begin(long newSource) {
    long last = stamped;
    source = newSource;
    stamped = 0;
    drained = 0;
    waiting.clear();
    return last;
  }
}
