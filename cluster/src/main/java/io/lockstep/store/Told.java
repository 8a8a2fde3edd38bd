package io.lockstep.store;

import io.lockstep.sequence.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * What a node said last that it has of one store.
 *
 * @param digest null when its contents may have changed since
 * @param count of its entries
 * @param answers false when it did not answer since
 * @param agreement as it was when it said so, or after what came of it
 * @param comparedNanos when what both have was compared last
 * @param atNanos when it said so
 */
record Told(
    VersionVector vector,
    @Nullable Digest digest,
    long count,
    boolean answers,
    Agreement agreement,
    long comparedNanos,
    long atNanos) {
  Told withoutAnswer() {
    return new Told(vector, digest, count, false, agreement, comparedNanos, atNanos);
  }

  Told withoutDigest() {
    return new Told(vector, null, count, answers, Agreement.UNKNOWN, comparedNanos, atNanos);
  }

  Told withoutAgreement() {
    return new Told(vector, digest, count, answers, Agreement.UNKNOWN, comparedNanos, atNanos);
  }
}
