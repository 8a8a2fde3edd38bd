package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one visitor knows of one session, and all it did with it. */
final class SessionRecord {
  private final String label;
  private final Duration maxInactive;
  private final List<Operation> operations = new ArrayList<>();
  private final Set<String> tokens = new HashSet<>();
  private @Nullable String id;
  private long epoch;
  private boolean endAsked;
  private long endedAtNs = Long.MAX_VALUE;
  private long lastUseNs;
  private boolean used;
  private boolean given;

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

  void add(Operation operation) {
    operations.add(operation);
  }

  List<Operation> operations() {
    return operations;
  }

  String newToken(SessionState.Kind kind) {
    String token = SessionState.token(label, tokens.size() + 1, kind);
    tokens.add(token);
    return token;
  }

  boolean wrote(String token) {
    return tokens.contains(token);
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

  void usedAt(long nanos) {
    lastUseNs = Math.max(lastUseNs, nanos);
    used = true;
  }

  /** How long ago a request for it was last served for certain. */
  Duration unused(long nanos) {
    return used ? Duration.ofNanos(nanos - lastUseNs) : Duration.ZERO;
  }

  /** How long before this operation anything else was tried with it. */
  Duration untouched(Operation operation) {
    return operations.stream()
        .filter(other -> other != operation && other.startNs() <= operation.startNs())
        .mapToLong(Operation::lastTouchNs)
        .max()
        .stream()
        .mapToObj(last -> Duration.ofNanos(Math.max(0, operation.startNs() - last)))
        .findFirst()
        .orElse(Duration.ZERO);
  }

  void endAsked() {
    endAsked = true;
  }

  boolean mayHaveEnded() {
    return endAsked;
  }

  void ended(long nanos) {
    endedAtNs = Math.min(endedAtNs, nanos);
  }

  /** When the visitor was told that it has ended for good; {@link Long#MAX_VALUE} if never. */
  long endedAtNs() {
    return endedAtNs;
  }
}
