package io.lockstep.session;

/** Who has a document of a session. */
public enum DocumentScope {
  /** The servers alone. */
  SERVER_ONLY,
  /** Its client, too. */
  CLIENT_AND_SERVER
}
