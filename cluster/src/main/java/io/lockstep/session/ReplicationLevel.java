package io.lockstep.session;

/** What a call got: how many copies have what it wrote or read. */
public enum ReplicationLevel {
  /** This node alone has it, for all it knows: a crash here may lose it. */
  UNPROTECTED,
  /** It is on its way to the backups. */
  SENT,
  /**
   * Every backup of the session has applied it under the current epoch, and there is at least one.
   */
  ACKNOWLEDGED
}
