package io.lockstep.session;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the content of copies. One that the store has not as it was is of no use any more: it is
 * dropped, and what only this node had of its session is found out and reported. Each is counted as
 * {@code backups.unreadable}, and told in the log once a minute at the most. Lives on the loop.
 */
final class CopyReader {
  private static final Logger log = LoggerFactory.getLogger(CopyReader.class);
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final SessionContext context;
  private final LossSurvey survey;
  private @Nullable Long toldNanos;
  private long untold;

  CopyReader(SessionContext context, LossSurvey survey) {
    this.context = context;
    this.survey = survey;
  }

  /** What the reading makes of the content; empty when there is none, or none any more. */
  <T> Optional<T> read(SessionKey key, Copy copy, Function<SessionState, T> reading) {
    SessionState state = copy.state;
    if (state == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reading.apply(state));
    } catch (BackupStoreException e) {
      tell(key);
      survey.couldNotRead(key, copy);
      copy.dropContent(context.now());
      return Optional.empty();
    }
  }

  /** Why, {@link GuardedStore} tells. */
  private void tell(SessionKey key) {
    context.counters().increment("backups.unreadable");
    untold++;
    Long before = toldNanos;
    if (before == null || context.now() - before > QUIET_NANOS) {
      log.warn("{} backups cannot be read and are dropped, the last of session {}", untold, key);
      toldNanos = context.now();
      untold = 0;
    }
  }

  /**
   * Takes the content into memory, if it is the copy's own; another's is there already.
   *
   * @return false when it could not be read
   */
  boolean takesOut(SessionKey key, Copy copy, SessionState content) {
    return copy.state != content
        || read(
                key,
                copy,
                own -> {
                  own.moveToMemory();
                  return own;
                })
            .isPresent();
  }
}
