package io.lockstep.transport.jgroups;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jgroups.Address;
import org.jgroups.util.UUID;

/**
 * Numbers what a node sends. JGroups keeps the order of what goes to all, and the order of what
 * goes to one, but not between the two; so each frame tells how much of the other kind the sender
 * sent its receiver before. {@link FrameOrder} is the other side. Thread-safe.
 */
final class FrameNumbers {
  static final byte TO_ONE = 1;
  static final byte TO_ALL = 2;

  /** No frame, but the end of all that its sender sent to all. */
  static final byte END = 3;

  private long broadcasts;
  private int lives;
  private final Map<Address, Lane> lanes = new HashMap<>();

  /** What went to one receiver since it came into view. */
  private static final class Lane {
    private final int life;
    private final long broadcastsBefore;
    private long frames;
    private boolean told = true;

    Lane(int life, long broadcastsBefore) {
      this.life = life;
      this.broadcastsBefore = broadcastsBefore;
    }
  }

  /** Who is there from now on; whoever was not begins anew. */
  synchronized void view(Collection<Address> members) {
    lanes.keySet().retainAll(members);
    for (Address member : members) {
      if (!lanes.containsKey(member)) {
        lives++;
        lanes.put(member, new Lane(lives, broadcasts));
      }
    }
  }

  /** The frame with its number; empty when the receiver is not there. */
  synchronized Optional<byte[]> toOne(Address receiver, byte[] frame) {
    Lane lane = lanes.get(receiver);
    if (lane == null) {
      return Optional.empty();
    }
    lane.frames++;
    lane.told = false;
    // What went to all before the receiver came does not reach it: it would wait in vain.
    long before = broadcasts > lane.broadcastsBefore ? broadcasts : 0;
    return Optional.of(
        ByteBuffer.allocate(1 + Integer.BYTES + 2 * Long.BYTES + frame.length)
            .put(TO_ONE)
            .putInt(lane.life)
            .putLong(lane.frames)
            .putLong(before)
            .put(frame)
            .array());
  }

  /** The frame with its number, and how much went to each one since the last such frame. */
  synchronized byte[] toAll(byte[] frame) {
    broadcasts++;
    List<Map.Entry<Address, Lane>> untold = new ArrayList<>();
    for (Map.Entry<Address, Lane> entry : lanes.entrySet()) {
      if (!entry.getValue().told) {
        untold.add(entry);
      }
    }
    ByteBuffer numbered =
        ByteBuffer.allocate(
                1
                    + Long.BYTES
                    + Short.BYTES
                    + untold.size() * (3 * Long.BYTES + Integer.BYTES)
                    + frame.length)
            .put(TO_ALL)
            .putLong(broadcasts)
            .putShort((short) untold.size());
    for (Map.Entry<Address, Lane> entry : untold) {
      UUID receiver = (UUID) entry.getKey();
      Lane lane = entry.getValue();
      lane.told = true;
      numbered
          .putLong(receiver.getMostSignificantBits())
          .putLong(receiver.getLeastSignificantBits())
          .putInt(lane.life)
          .putLong(lane.frames);
    }
    return numbered.put(frame).array();
  }
}
