package io.lockstep.testkit.simulation;

import io.lockstep.session.ReplicationLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one visitor knows of one session, and all it did with it. */
final class SessionRecord {
  /** Clocks drift, and access times are replicated only every tenth of the interval. */
  private static final double CERTAINLY_ALIVE = 0.8;

  private final String label;
  private final Duration maxInactive;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, ServerProcess> writers = new LinkedHashMap<>();
  private @Nullable String id;
  private long epoch;
  private boolean endAsked;
  private long endedAtNs = Long.MAX_VALUE;
  private long lastUseNs;
  private boolean used;
  private boolean given;
  private int underWay;
  private long lastEndNs;

  SessionRecord(String label, Duration maxInactive) {
    this.label = label;
    this.maxInactive = maxInactive;
  }

  String label() {
    return label;
  }

  Duration maxInactive() {
    return maxInactive;
  }

  /** An operation begins. */
  void add(Operation operation) {
    operations.add(operation);
    underWay++;
  }

  /** An operation has ended for its visitor; one that was not answered may still go on. */
  void ended(Operation operation) {
    lastEndNs = operation.endNs();
    if (!operation.is(Operation.Outcome.NO_ANSWER)) {
      underWay--;
    }
  }

  /** For how long nothing was tried with it for certain. */
  Duration untouched(long nanos) {
    return Duration.ofNanos(underWay > 0 ? 0 : nanos - lastEndNs);
  }

  List<Operation> operations() {
    return operations;
  }

  /** A token for what is about to be written on this server. */
  String newToken(ServerProcess writer, SessionState.Kind kind) {
    String token = SessionState.token(label, writers.size() + 1, kind);
    writers.put(token, writer);
    return token;
  }

  boolean wrote(String token) {
    return writers.containsKey(token);
  }

  /**
   * The token, and all that were written after it where it was: before it was committed, each of
   * them may have replaced it.
   */
  List<String> since(String token) {
    ServerProcess writer = writers.get(token);
    return writers.entrySet().stream()
        .dropWhile(written -> !written.getKey().equals(token))
        .filter(written -> written.getValue() == writer)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The visitor got an answer: its cookie now carries this. */
  void cookie(String newId, long newEpoch) {
    id = newId;
    epoch = Math.max(epoch, newEpoch);
    given = true;
  }

  @Nullable String id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  /** Whether the visitor ever had the cookie. */
  boolean given() {
    return given;
  }

  /** A request was served; what only one copy knows of, its time of access too, may be lost. */
  void usedAt(long nanos, ReplicationLevel level) {
    if (level != ReplicationLevel.UNPROTECTED || !used) {
      lastUseNs = Math.max(lastUseNs, nanos);
      used = true;
    }
  }

  /** How long ago a request for it was last served for certain, and its backups told. */
  Duration unused(long nanos) {
    return used ? Duration.ofNanos(nanos - lastUseNs) : Duration.ZERO;
  }

  /** Whether the visitor came again after that time, and had not ended it. */
  boolean missedAfter(long nanos) {
    return !endAsked && operations.stream().anyMatch(operation -> operation.startNs() > nanos);
  }

  void endAsked() {
    endAsked = true;
  }

  boolean mayHaveEnded() {
    return endAsked;
  }

  /** Whether its time may have run out. */
  boolean mayHaveExpired(long nanos) {
    return isExpiry(unused(nanos).toNanos());
  }

  /**
   * Whether the time of a copy may have run out that has come as far as the token: whoever holds it
   * need not know of a later use, as when the visitor has gone on at the other side of a split.
   */
  boolean mayHaveExpired(String token, long nanos) {
    OptionalLong known =
        operations.stream()
            .filter(operation -> token.equals(operation.left()))
            .mapToLong(Operation::startNs)
            .max();
    return isExpiry(known.isPresent() ? nanos - known.getAsLong() : 0);
  }

  private boolean isExpiry(long idleNs) {
    return !maxInactive.isZero() && idleNs > maxInactive.toNanos() * CERTAINLY_ALIVE;
  }

  /** On which server's process a token was written. */
  Optional<ServerProcess> writer(String token) {
    return Optional.ofNullable(writers.get(token));
  }

  void ended(long nanos) {
    endedAtNs = Math.min(endedAtNs, nanos);
  }

  /** When the visitor was told that it has ended for good; {@link Long#MAX_VALUE} if never. */
  long endedAtNs() {
    return endedAtNs;
  }
}
