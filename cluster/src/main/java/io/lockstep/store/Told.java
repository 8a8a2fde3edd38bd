package io.lockstep.store;

import io.lockstep.sequence.VersionVector;
import java.util.OptionalLong;

/**
 * What a node said last that it has of one store.
 *
 * @param root empty when its contents may have changed since
 * @param count of its entries
 * @param answers false when it did not answer since
 * @param agreement as it was when it said so, or after what came of it
 * @param atNanos when that was
 */
record Told(
    VersionVector vector,
    OptionalLong root,
    long count,
    boolean answers,
    Agreement agreement,
    long atNanos) {
  Told withoutAnswer() {
    return new Told(vector, root, count, false, agreement, atNanos);
  }

  Told withoutRoot() {
    return new Told(vector, OptionalLong.empty(), count, answers, Agreement.UNKNOWN, atNanos);
  }

  Told withoutAgreement() {
    return new Told(vector, root, count, answers, Agreement.UNKNOWN, atNanos);
  }
}
