package io.lockstep.testkit.simulation;

import io.lockstep.session.ReplicationLevel;
import io.lockstep.testkit.simulation.history.Interval;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request of a visitor, as the visitor and the model see it. */
final class Operation {
  private final Intent intent;
  private final long startNs;
  private final Duration untouched;
  private @Nullable String written;
  private @Nullable SessionState read;
  private @Nullable ReplicationLevel level;
  private @Nullable Outcome outcome;
  private long epoch;
  private long endNs = Interval.OPEN;

  /**
   * A call that is being made.
   *
   * @param untouched for how long nothing was tried with the session before
   */
  Operation(Intent intent, long startNs, Duration untouched) {
    this.intent = intent;
    this.untouched = untouched;
    this.startNs = startNs;
  }

  Intent intent() {
    return intent;
  }

  Duration untouched() {
    return untouched;
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

  /** What it left the session as; null when it saw nothing of it. */
  @Nullable String left() {
    SessionState seen = read;
    if (written != null) {
      return written;
    }
    return seen == null ? null : seen.token();
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

  /** From the call to the answer; open when what it did is not known. */
  Interval interval() {
    return new Interval(startNs, is(Outcome.DONE) ? endNs : Interval.OPEN);
  }

  @Override
  public String toString() {
    return intent
        + (written == null ? "" : " wrote " + written)
        + (read == null ? "" : " read " + read.token())
        + ": "
        + outcome
        + (level == null ? "" : " " + level + " epoch " + epoch);
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
