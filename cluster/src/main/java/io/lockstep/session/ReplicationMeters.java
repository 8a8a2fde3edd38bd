package io.lockstep.session;

import io.lockstep.report.Counters;
import io.lockstep.report.Timing;
import io.lockstep.wire.proto.Batch;
import io.lockstep.wire.proto.DocumentChange;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the owner's side of replication does. Used on the loop alone. */
final class ReplicationMeters {
  private final LongAdder changes;
  private final LongAdder acknowledged;
  private final LongAdder gaps;
  private final LongAdder resends;
  private final LongAdder wholeCopies;
  private final LongAdder documentChanges;
  private final Timing acknowledgement;

  ReplicationMeters(Counters counters) {
    changes = counters.counter("sessions.changes");
    acknowledged = counters.counter("sessions.changes-acknowledged");
    gaps = counters.counter("sessions.gaps");
    resends = counters.counter("sessions.resends");
    wholeCopies = counters.counter("sessions.whole-copies");
    documentChanges = counters.counter("documents.changes");
    acknowledgement = counters.timing("sessions.acknowledgement");
  }

  /** A batch is about to be sent for the first time, if there is anybody to send it to. */
  void changed(Batch batch) {
    changes.increment();
    if (batch.getDocumentsCount() > 0) {
      batch.getDocumentsList().forEach(document -> documentChanges.add(changesOf(document)));
    }
  }

  /** That it is there, sent whole, or gone is one change, too. */
  private static int changesOf(DocumentChange document) {
    return document.getChangesCount() + (document.hasContent() || document.getRemoved() ? 1 : 0);
  }

  /** All backups have a batch that was first sent at that time. */
  void acknowledged(long sentNanos, long nowNanos) {
    acknowledged.increment();
    acknowledgement.note(sentNanos, nowNanos);
  }

  /** A backup has missed something, and asks for it. */
  void missed() {
    gaps.increment();
  }

  /** A batch was sent again. */
  void resent() {
    resends.increment();
  }

  /** A whole session was sent. */
  void installed() {
    wholeCopies.increment();
  }
}
