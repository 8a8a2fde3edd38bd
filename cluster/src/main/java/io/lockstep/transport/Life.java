package io.lockstep.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One life of the node over all its instances: what each of them learns, put together. Lives on the
 * loop, but for {@link #opened} and {@link #isWhole}.
 */
final class Life {
  private static final int MOST_VERDICTS = 1_000;

  private final NodeId id;
  private final List<LinkListener> listeners;

  /** A bit for each instance, as in all that follow. */
  private final int all;

  private final AtomicInteger opened = new AtomicInteger();
  private int up;
  private int alone;
  private final Map<NodeId, Integer> verdicts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Integer> eldest) {
          return size() > MOST_VERDICTS;
        }
      };

  Life(NodeId id, int instances, List<LinkListener> listeners) {
    this.id = id;
    this.all = (1 << instances) - 1;
    this.listeners = listeners;
  }

  NodeId id() {
    return id;
  }

  /** The instance is connected, perhaps not for the first time. */
  void opened(int instance) {
    opened.getAndUpdate(before -> before | 1 << instance);
  }

  /**
   * Whether each instance has been connected. Before that nobody may hear of this life: what others
   * sent it would come back from where it is not bound yet. A single transport knows by itself.
   */
  boolean isWhole() {
    return all == 1 || opened.get() == all;
  }

  void connected(int instance) {
    up |= 1 << instance;
    if (up == all) {
      tell(LinkListener::connected);
    }
  }

  void disconnected(int instance) {
    up &= ~(1 << instance);
    alone &= ~(1 << instance);
    // What its arbiter said stands only as long as it was connected.
    verdicts.replaceAll((node, verdict) -> verdict & ~(1 << instance));
    tell(LinkListener::disconnected);
  }

  void nobodyElse(int instance) {
    alone |= 1 << instance;
    if (alone == all) {
      tell(LinkListener::nobodyElse);
    }
  }

  void unreachable(int instance, NodeId node) {
    tell(listener -> listener.unreachable(node, instance));
  }

  /** One arbiter alone does not end a life: over the other instances it goes on. */
  void dead(int instance, NodeId node) {
    int verdict = verdicts.merge(node, 1 << instance, (before, more) -> before | more);
    if (verdict == all) {
      verdicts.remove(node);
      tell(listener -> listener.dead(node));
    } else {
      tell(listener -> listener.condemned(node));
    }
  }

  void declaredDead() {
    tell(LinkListener::declaredDead);
  }

  private void tell(Consumer<LinkListener> event) {
    listeners.forEach(event);
  }
}
