package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Condemned;
import io.lockstep.wire.proto.DeathNotice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells of deaths: all others at once, and each dead one that still speaks, or that will never be
 * whole again, now and then.
 */
final class DeathNotices {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 1000;

  private final EventLoop loop;
  private final Messenger messenger;
  private final Map<NodeId, Long> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  DeathNotices(EventLoop loop, Messenger messenger) {
    this.loop = loop;
    this.messenger = messenger;
  }

  void tellAll(NodeId dead) {
    messenger.broadcast(MessageType.DEATH_NOTICE, notice(dead));
  }

  /** Tells the dead node itself, unless it was told a moment ago. */
  void tellItself(NodeId dead) {
    if (isTime(dead)) {
      messenger.sendOverAll(dead, MessageType.DEATH_NOTICE, notice(dead));
    }
  }

  /**
   * Tells a node that a transport instance will never carry it again, over those by which it may
   * still be reached; unless it was told a moment ago.
   */
  void tellCondemned(NodeId node) {
    if (isTime(node)) {
      messenger.sendOverAll(node, MessageType.CONDEMNED, Condemned.getDefaultInstance());
    }
  }

  private boolean isTime(NodeId node) {
    long now = loop.nanoTime();
    Long last = told.get(node);
    boolean isTime = last == null || now - last > RETRY.toNanos();
    if (isTime) {
      told.put(node, now);
    }
    return isTime;
  }

  private static DeathNotice notice(NodeId dead) {
    return DeathNotice.newBuilder().addDead(dead.incarnation()).build();
  }
}
