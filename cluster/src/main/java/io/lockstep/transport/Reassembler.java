package io.lockstep.transport;

import io.lockstep.wire.proto.Envelope;
import io.lockstep.wire.proto.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together that came in parts. Bounded: of each sender a few messages, of all
 * together a stated number of bytes, and the memory grows with the bytes that came, never with what
 * a part claims. The oldest unfinished messages are forgotten first. Not thread-safe.
 */
final class Reassembler {
  private static final int MOST_OPEN_PER_SENDER = 8;
  private static final int MOST_PARTS = 4096;
  private static final int OPEN_MESSAGES_WORTH = 4;

  private final int maxMessageBytes;
  private final Map<PartKey, Parts> open = new LinkedHashMap<>();
  private long openBytes;

  Reassembler(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Adds a part.
   *
   * @return the whole payload, or null while parts are missing
   * @throws IllegalArgumentException when the part contradicts itself, the others, or the bounds;
   *     its message is forgotten
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
    Parts parts = open.get(key);
    if (parts == null) {
      makeRoom(key.sender);
      parts = new Parts(part.getCount(), part.getTotalBytes());
      open.put(key, parts);
    }
    if (!parts.fits(part, envelope.getPayload().size())) {
      forget(key);
      throw new IllegalArgumentException("parts that contradict each other");
    }
    openBytes += parts.put(part.getIndex(), envelope.getPayload().toByteArray());
    if (!parts.isComplete()) {
      return null;
    }
    forget(key);
    return parts.join();
  }

  private void makeRoom(long sender) {
    List<PartKey> ofSender = open.keySet().stream().filter(key -> key.sender == sender).toList();
    if (ofSender.size() >= MOST_OPEN_PER_SENDER) {
      forget(ofSender.get(0));
    }
    while (openBytes > (long) OPEN_MESSAGES_WORTH * maxMessageBytes && !open.isEmpty()) {
      forget(open.keySet().iterator().next());
    }
  }

  private void forget(PartKey key) {
    Parts forgotten = open.remove(key);
    if (forgotten != null) {
      openBytes -= forgotten.bytes;
    }
  }

  private record PartKey(long sender, long message) {}

  private static final class Parts {
    private final int count;
    private final int totalBytes;
    private final SortedMap<Integer, byte[]> payloads = new TreeMap<>();
    private int bytes;

    Parts(int count, int totalBytes) {
      this.count = count;
      this.totalBytes = totalBytes;
    }

    boolean fits(Part part, int size) {
      return part.getCount() == count
          && part.getTotalBytes() == totalBytes
          && (payloads.containsKey(part.getIndex()) || size <= totalBytes - bytes);
    }

    /** Returns how many bytes are new. */
    int put(int index, byte[] payload) {
      if (payloads.putIfAbsent(index, payload) != null) {
        return 0;
      }
      bytes += payload.length;
      return payload.length;
    }

    boolean isComplete() {
      return payloads.size() == count;
    }

    byte[] join() {
      if (bytes != totalBytes) {
        throw new IllegalArgumentException("parts that are not the whole");
      }
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
