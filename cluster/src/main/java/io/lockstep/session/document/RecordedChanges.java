package io.lockstep.session.document;

import io.lockstep.wire.proto.DocumentChange;
import io.lockstep.wire.proto.DocumentContent;
import io.lockstep.wire.proto.DomChange;
import io.lockstep.wire.proto.DomSplice;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of a document and not yet handed over, in the order made. What was recorded
 * since the last {@link #release} is held back. Thread-safe; its lock is never held for long, since
 * whoever stamps takes it.
 */
final class RecordedChanges {
  private @Nullable DocumentContent whole;
  private boolean wholeIsFree;
  private final Deque<DomChange> changes = new ArrayDeque<>();
  private long bytes;

  /** How many of the changes may be handed over. */
  private int free;

  /** What is appended to a text in many steps goes as one. */
  private @Nullable Appended appended;

  private static final class Appended {
    final int node;
    final int at;
    final int removed;
    final StringBuilder text;

    Appended(int node, DomSplice first) {
      this.node = node;
      at = first.getAt();
      removed = first.getRemoved();
      text = new StringBuilder(first.getInserted());
    }

    boolean goesOnWith(int otherNode, DomSplice next) {
      return node == otherNode && next.getRemoved() == 0 && next.getAt() == at + text.length();
    }

    DomChange toChange() {
      return DomChange.newBuilder()
          .setNode(node)
          .setSplice(
              DomSplice.newBuilder().setAt(at).setRemoved(removed).setInserted(text.toString()))
          .build();
    }
  }

  /** The document anew: what was recorded before is of no interest any more. */
  synchronized void replace(DocumentContent content) {
    whole = content;
    wholeIsFree = false;
    changes.clear();
    appended = null;
    free = 0;
    bytes = content.getSerializedSize();
  }

  synchronized void add(DomChange change) {
    closeText();
    changes.add(change);
    bytes += change.getSerializedSize();
  }

  synchronized void splice(int node, DomSplice splice) {
    Appended text = appended;
    if (text != null && text.goesOnWith(node, splice)) {
      text.text.append(splice.getInserted());
      bytes += splice.getInserted().length();
    } else {
      closeText();
      appended = new Appended(node, splice);
      bytes += splice.getSerializedSize();
    }
  }

  private void closeText() {
    Appended text = appended;
    if (text != null) {
      changes.add(text.toChange());
      appended = null;
    }
  }

  /** All that was recorded so far may be handed over. */
  synchronized void release() {
    wholeIsFree = true;
    free = changes.size() + (appended == null ? 0 : 1);
  }

  synchronized boolean hasFree() {
    return (whole != null && wholeIsFree) || free > 0;
  }

  /** Whether there is anything that may not be handed over yet. */
  synchronized boolean holdsBack() {
    return (whole != null && !wholeIsFree) || free < changes.size() + (appended == null ? 0 : 1);
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
    closeText();
    DocumentChange.Builder taken = DocumentChange.newBuilder();
    if (whole != null && wholeIsFree) {
      taken.setContent(whole);
      whole = null;
    }
    for (; free > 0 && whole == null; free--) {
      taken.addChanges(changes.remove());
    }
    bytes = whole == null ? 0 : whole.getSerializedSize();
    changes.forEach(left -> bytes += left.getSerializedSize());
    return taken;
  }
}
