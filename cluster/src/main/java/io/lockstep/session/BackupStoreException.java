package io.lockstep.session;

/** The store of backups has failed, or has returned other bytes than it was given. */
final class BackupStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupStoreException(String message) {
    super(message);
  }

  BackupStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
