package io.lockstep.testkit.backup;

import io.lockstep.session.BackupStore;

class MapBackupStoreTest extends BackupStoreContract {
  @Override
  protected BackupStore create() {
    return new MapBackupStore();
  }
}
