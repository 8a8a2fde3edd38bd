package io.lockstep.transport;

import io.lockstep.wire.proto.TrafficKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts what one instance carries, by key. Thread-safe. */
final class KeyTraffic {
  private final Map<TrafficKey, Count> counts = new EnumMap<>(TrafficKey.class);

  private static final class Count {
    private final LongAdder sentFrames = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder receivedFrames = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder droppedFrames = new LongAdder();

    KeyStatistics read(TrafficKey key) {
      return new KeyStatistics(
          key,
          sentFrames.sum(),
          sentBytes.sum(),
          receivedFrames.sum(),
          receivedBytes.sum(),
          droppedFrames.sum());
    }
  }

  KeyTraffic(Set<TrafficKey> keys) {
    keys.forEach(key -> counts.put(key, new Count()));
  }

  /**
   * Heartbeats over an instance that does not carry their key are counted by its transport alone.
   */
  void sent(TrafficKey key, int bytes) {
    Count count = counts.get(key);
    if (count != null) {
      count.sentFrames.increment();
      count.sentBytes.add(bytes);
    }
  }

  void received(TrafficKey key, int bytes) {
    Count count = counts.get(key);
    if (count != null) {
      count.receivedFrames.increment();
      count.receivedBytes.add(bytes);
    }
  }

  void dropped(TrafficKey key) {
    Count count = counts.get(key);
    if (count != null) {
      count.droppedFrames.increment();
    }
  }

  List<KeyStatistics> read() {
    return counts.entrySet().stream().map(entry -> entry.getValue().read(entry.getKey())).toList();
  }
}
