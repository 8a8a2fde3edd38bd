package io.lockstep.membership;

/** What this node tells of itself in its heartbeats. Called on the loop. */
public interface LocalState {
  int sessions();

  int backups();

  /** The machine's load average over its processors, or negative when unknown. */
  double load();
}
