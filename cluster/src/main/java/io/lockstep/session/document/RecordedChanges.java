package io.lockstep.session.document;

import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import io.lockstep.wire.proto.DomChange;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of a document and not yet handed over, in the order made. Thread-safe; its lock
 * is never held for long, since whoever stamps takes it.
 */
final class RecordedChanges {
  private @Nullable DocumentContent whole;
  private final Deque<DomChange> changes = new ArrayDeque<>();
  private long bytes;

  /** How many of the changes may be handed over. */
  private int free;

  /** The document anew: what was recorded before is of no interest any more. */
  synchronized void replace(DocumentContent content) {
    whole = content;
    changes.clear();
    free = 0;
    bytes = content.getSerializedSize();
  }

  synchronized void add(DomChange change) {
    changes.add(change);
    bytes += change.getSerializedSize();
  }

  /** All that was recorded so far may be handed over. */
  synchronized void release() {
    free = changes.size();
  }

  synchronized boolean hasFree() {
    return whole != null || free > 0;
  }

  /** Whether it begins with the whole document. */
  synchronized boolean isWhole() {
    return whole != null;
  }

  /** About what all of it takes on the wire. */
  synchronized long bytes() {
    return bytes;
  }

  /** Takes out what may be handed over. */
  synchronized DocumentChange.Builder take() {
    DocumentChange.Builder taken = DocumentChange.newBuilder();
    if (whole != null) {
      taken.setContent(whole);
      whole = null;
    }
    for (; free > 0; free--) {
      taken.addChanges(changes.remove());
    }
    bytes = 0;
    changes.forEach(left -> bytes += left.getSerializedSize());
    return taken;
  }
}
