package io.lockstep.testkit.simulation;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.testkit.simulation.history.Interval;
import org.jspecify.annotations.Nullable;

/** One request of a visitor, as the visitor and the model see it. */
final class Operation {
  private final Intent intent;
  private final long startNs;
  private @Nullable String written;
  private @Nullable SessionState read;
  private @Nullable ReplicationLevel level;
  private @Nullable Outcome outcome;
  private long epoch;
  private long endNs = Interval.OPEN;

  Operation(Intent intent, long startNs) {
    this.intent = intent;
    this.startNs = startNs;
  }

  Intent intent() {
    return intent;
  }

  long startNs() {
    return startNs;
  }

  void wrote(String token) {
    written = token;
  }

  void read(@Nullable SessionState state) {
    read = state;
  }

  void told(ReplicationLevel told, long toldEpoch) {
    level = told;
    epoch = toldEpoch;
  }

  void end(Outcome how, long nanos) {
    outcome = how;
    endNs = nanos;
  }

  boolean ended() {
    return outcome != null;
  }

  boolean is(Outcome how) {
    return outcome == how;
  }

  @Nullable String written() {
    return written;
  }

  @Nullable SessionState state() {
    return read;
  }

  /** What the visitor was told; null without a good answer. */
  @Nullable ReplicationLevel level() {
    return is(Outcome.DONE) ? level : null;
  }

  boolean acknowledged() {
    return level() == ReplicationLevel.ACKNOWLEDGED;
  }

  long epoch() {
    return epoch;
  }

  long endNs() {
    return endNs;
  }

  /** When it can have touched the session for the last time. */
  long lastTouchNs() {
    return is(Outcome.NO_ANSWER) || !ended() ? Interval.OPEN : endNs;
  }

  /** From the call to the answer; open when what it did is not known. */
  Interval interval() {
    return new Interval(startNs, is(Outcome.DONE) ? endNs : Interval.OPEN);
  }

  @Override
  public String toString() {
    return "%s wrote %s read %s: %s %s epoch %d"
        .formatted(intent, written, read == null ? null : read.token(), outcome, level, epoch);
  }

  /** What a visitor wants. */
  enum Intent {
    CREATE,
    READ,
    WRITE,
    WRITE_LARGE,
    ADD_ITEM,
    END;

    boolean writes() {
      return this != READ && this != END;
    }
  }

  /** How a request ended for its visitor. */
  enum Outcome {
    /** Answered, with the level told. */
    DONE,
    /** Refused for now. */
    UNAVAILABLE,
    /** There is no such session. */
    UNKNOWN_SESSION,
    /** The session ended while the request ran. */
    ENDED,
    /** No answer: the process was killed, or the visitor lost patience. */
    NO_ANSWER
  }
}
