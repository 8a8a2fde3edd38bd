package io.lockstep.session;

import io.lockstep.session.SessionSettings.Replication;
import io.lockstep.wire.proto.WireReplication;
import io.lockstep.wire.proto.WireSessionOptions;
import org.jspecify.annotations.Nullable;

/**
 * How one session is replicated, where that differs from the settings.
 *
 * @param replication null: as the settings say
 * @param tracksChanges whether attributes that were changed in place are found
 */
record SessionOptions(@Nullable Replication replication, boolean tracksChanges) {
  static final SessionOptions NONE = new SessionOptions(null, false);

  static SessionOptions of(WireSessionOptions wire) {
    return new SessionOptions(
        switch (wire.getReplication()) {
          case REPLICATION_ASYNC -> Replication.ASYNC;
          case REPLICATION_ACKNOWLEDGED -> Replication.ACKNOWLEDGED;
          case REPLICATION_AS_SET, UNRECOGNIZED -> null;
        },
        wire.getTracksChanges());
  }

  SessionOptions with(Replication other) {
    return new SessionOptions(other, tracksChanges);
  }

  SessionOptions tracking(boolean tracks) {
    return new SessionOptions(replication, tracks);
  }

  WireSessionOptions toWire() {
    WireSessionOptions.Builder wire =
        WireSessionOptions.newBuilder().setTracksChanges(tracksChanges);
    if (replication != null) {
      wire.setReplication(
          replication == Replication.ASYNC
              ? WireReplication.REPLICATION_ASYNC
              : WireReplication.REPLICATION_ACKNOWLEDGED);
    }
    return wire.build();
  }
}
