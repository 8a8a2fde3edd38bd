package io.lockstep.transport;

import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together that came in parts. Bounded: of each sender a few messages, of a message a
 * stated size, and the memory grows with the bytes that came, never with what a part claims. Not
 * thread-safe.
 */
final class Reassembler {
  private static final int MOST_OPEN = 64;
  private static final int MOST_PARTS = 4096;

  private final int maxMessageBytes;
  private final Map<PartKey, Parts> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PartKey, Parts> eldest) {
          return size() > MOST_OPEN;
        }
      };

  Reassembler(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Adds a part.
   *
   * @return the whole payload, or null while parts are missing
   * @throws IllegalArgumentException when the part contradicts itself or the bounds
   */
  byte @Nullable [] add(Envelope envelope) {
    Part part = envelope.getPart();
    if (part.getCount() < 2
        || part.getCount() > MOST_PARTS
        || Integer.compareUnsigned(part.getIndex(), part.getCount()) >= 0
        || Integer.compareUnsigned(part.getTotalBytes(), maxMessageBytes) > 0) {
      throw new IllegalArgumentException("a part beyond the bounds");
    }
    var key = new PartKey(envelope.getIncarnation(), part.getMessage());
    Parts parts = open.computeIfAbsent(key, any -> new Parts(part.getCount()));
    if (!parts.put(part, envelope.getPayload().toByteArray(), maxMessageBytes)) {
      return null;
    }
    open.remove(key);
    return parts.join();
  }

  private record PartKey(long sender, long message) {}

  private static final class Parts {
    private final int count;
    private final SortedMap<Integer, byte[]> payloads = new TreeMap<>();
    private int bytes;

    Parts(int count) {
      this.count = count;
    }

    boolean put(Part part, byte[] payload, int maxMessageBytes) {
      if (part.getCount() != count || bytes + payload.length > maxMessageBytes) {
        throw new IllegalArgumentException("parts that contradict each other");
      }
      if (payloads.putIfAbsent(part.getIndex(), payload) == null) {
        bytes += payload.length;
      }
      return payloads.size() == count;
    }

    byte[] join() {
      byte[] whole = new byte[bytes];
      int at = 0;
      for (byte[] payload : payloads.values()) {
        System.arraycopy(payload, 0, whole, at, payload.length);
        at += payload.length;
      }
      return whole;
    }
  }
}
