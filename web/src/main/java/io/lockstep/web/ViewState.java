package io.lockstep.web;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What this node knows of a session for the Servlet API alone. It outlives the {@link
 * ReplicatedHttpSession} objects of its session. Thread-safe.
 */
final class ViewState {
  private final Set<String> notActivated = new HashSet<>();
  private boolean isNew;

  synchronized boolean isNew() {
    return isNew;
  }

  synchronized void setNew(boolean value) {
    isNew = value;
  }

  /** These attributes came from another node. */
  synchronized void arrived(Collection<String> names) {
    notActivated.addAll(names);
  }

  synchronized boolean hasArrived(String name) {
    return notActivated.contains(name);
  }

  /** Whether the attribute came from another node and was not looked at until now. */
  synchronized boolean activate(String name) {
    return notActivated.remove(name);
  }
}
