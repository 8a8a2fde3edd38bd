package io.lockstep.membership;

/** What this node tells of itself in its heartbeats. Called on the loop. */
public interface LocalState {
  /** Of a node that does nothing. */
  LocalState IDLE =
      new LocalState() {
        @Override
        public int sessions() {
          return 0;
        }

        @Override
        public int backups() {
          return 0;
        }

        @Override
        public double load() {
          return -1;
        }

        @Override
        public boolean takesBackups() {
          return false;
        }
      };

  int sessions();

  int backups();

  /** The machine's load average over its processors, or negative when unknown. */
  double load();

  /** Whether it holds backups of others' sessions. */
  boolean takesBackups();

  /** Whether it takes no new visitors. */
  default boolean isDraining() {
    return false;
  }
}
