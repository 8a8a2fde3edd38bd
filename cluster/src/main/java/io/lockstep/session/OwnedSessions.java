package io.lockstep.session;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sessions that this node owns. Read by any thread; changed by {@code create} and the loop. */
final class OwnedSessions {
  private final ConcurrentHashMap<SessionKey, Ownership> sessions = new ConcurrentHashMap<>();

  @Nullable Ownership get(SessionKey key) {
    return sessions.get(key);
  }

  void add(Ownership session) {
    sessions.put(session.cell.key, session);
  }

  void remove(Ownership session) {
    sessions.remove(session.cell.key, session);
  }

  /** A copy. */
  Collection<Ownership> all() {
    return List.copyOf(sessions.values());
  }

  int size() {
    return sessions.size();
  }
}
