package io.lockstep.membership;

import io.lockstep.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lives that are known to be over. Bounded: the oldest are forgotten first. */
final class Deaths {
  private static final int MOST = 10_000;
  private static final int MOST_TOLD = 64;

  private final Map<NodeId, String> reasons =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, String> eldest) {
          return size() > MOST;
        }
      };

  private @Nullable List<Long> latest;

  /** Returns false when it was known before. */
  boolean add(NodeId node, String reason) {
    boolean isNew = reasons.putIfAbsent(node, reason) == null;
    if (isNew) {
      latest = null;
    }
    return isNew;
  }

  boolean contains(NodeId node) {
    return reasons.containsKey(node);
  }

  @Nullable String reason(NodeId node) {
    return reasons.get(node);
  }

  /** The latest ones, as many as a heartbeat may carry. */
  List<Long> latest() {
    List<Long> present = latest;
    if (present == null) {
      present =
          reasons.keySet().stream()
              .skip(Math.max(0, reasons.size() - MOST_TOLD))
              .map(NodeId::incarnation)
              .toList();
      latest = present;
    }
    return present;
  }
}
