package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes this one declared dead, the most recent ones only. Thread-safe. */
final class DeadNodes {
  static final int MOST = 1_000;

  private final Set<NodeId> dead = new LinkedHashSet<>();

  /** Adds the node; returns the one that had to be forgotten for it, or null. */
  synchronized @Nullable NodeId add(NodeId node) {
    dead.add(node);
    if (dead.size() <= MOST) {
      return null;
    }
    Iterator<NodeId> oldestFirst = dead.iterator();
    NodeId oldest = oldestFirst.next();
    oldestFirst.remove();
    return oldest;
  }

  synchronized boolean contains(NodeId node) {
    return !dead.isEmpty() && dead.contains(node);
  }

  /** All of them, the oldest first. */
  synchronized List<NodeId> list() {
    return new ArrayList<>(dead);
  }
}
