package io.lockstep.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How sessions are replicated.
 *
 * @param replication whether a response waits for the backups; {@code acknowledged} by default
 * @param whenUnavailable what happens to a call whose change no backup has; {@code proceed} by
 *     default
 * @param nonSerializable what happens to an attribute that cannot be serialised; {@code error} by
 *     default
 * @param backupAckTimeout a backup that did not acknowledge for so long is replaced; 2 s by
 *     default, positive
 * @param backups how many backups each session gets; 1 by default, 1 to 8; 0 is no failover: none
 *     of this node's sessions has a backup, it holds none of others, and no response waits for any
 * @param requireOtherMachine whether a backup on the same machine id is refused, rather than taken
 *     with a warning; false by default
 * @param trackedTypes classes and packages (with sub-packages) of attributes whose changes in place
 *     are found in every session, {@code *} for all; none by default
 * @param passivateAfter the attributes of a session that nobody used for so long are kept as bytes
 *     alone, until somebody asks for them; zero, the default, is never; at most 3,650 days
 * @param secret keys the check in session ids; the same on every node of the cluster; not blank
 */
public record SessionSettings(
    Replication replication,
    WhenUnavailable whenUnavailable,
    NonSerializable nonSerializable,
    Duration backupAckTimeout,
    int backups,
    boolean requireOtherMachine,
    List<String> trackedTypes,
    Duration passivateAfter,
    String secret) {

  private static final Duration MOST_PASSIVATE = Duration.ofDays(3_650);

  /** Whether a response waits for the backups. */
  public enum Replication {
    ASYNC,
    ACKNOWLEDGED
  }

  /** What happens to a call whose change no backup has. */
  public enum WhenUnavailable {
    PROCEED,
    FAIL
  }

  /** What happens to an attribute that cannot be serialised. */
  public enum NonSerializable {
    ERROR,
    LOCAL
  }

  /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
  public SessionSettings {
    trackedTypes = List.copyOf(trackedTypes);
    Objects.requireNonNull(replication, "replication");
    Objects.requireNonNull(whenUnavailable, "whenUnavailable");
    Objects.requireNonNull(nonSerializable, "nonSerializable");
    if (backupAckTimeout.isNegative() || backupAckTimeout.isZero()) {
      throw new IllegalArgumentException(
          "backup-ack-timeout \"%s\": allowed is a positive time".formatted(backupAckTimeout));
    }
    if (backups < 0 || backups > 8) {
      throw new IllegalArgumentException("backups \"%d\": allowed is 0 to 8".formatted(backups));
    }
    if (backups == 0 && replication == Replication.ACKNOWLEDGED) {
      throw new IllegalArgumentException(
          "replication \"ACKNOWLEDGED\" with 0 backups: allowed is ASYNC, since nobody acknowledges");
    }
    if (passivateAfter.isNegative() || passivateAfter.compareTo(MOST_PASSIVATE) > 0) {
      throw new IllegalArgumentException(
          "passivate-after \"%s\": allowed is a time of at most %d days, or zero for never"
              .formatted(passivateAfter, MOST_PASSIVATE.toDays()));
    }
    if (secret.isBlank()) {
      throw new IllegalArgumentException("secret: allowed is any text that is not blank");
    }
  }

  /** Whether attributes of the class are found when they are changed in place. */
  public boolean tracks(Class<?> type) {
    String name = type.getName();
    return trackedTypes.stream()
        .anyMatch(each -> each.equals("*") || name.equals(each) || name.startsWith(each + "."));
  }

  /** Whether sessions have backups. */
  public boolean failover() {
    return backups > 0;
  }

  /** All but the secret. */
  @Override
  public String toString() {
    return ("SessionSettings[replication=%s, whenUnavailable=%s, nonSerializable=%s,"
            + " backupAckTimeout=%s, backups=%d, requireOtherMachine=%s, trackedTypes=%s,"
            + " passivateAfter=%s, secret=***]")
        .formatted(
            replication,
            whenUnavailable,
            nonSerializable,
            backupAckTimeout,
            backups,
            requireOtherMachine,
            trackedTypes,
            passivateAfter);
  }

  /** The defaults, with the given secret. */
  public static SessionSettings defaults(String secret) {
    return builder(secret).build();
  }

  /** Begins with the defaults and the given secret. */
  public static Builder builder(String secret) {
    return new Builder(secret);
  }

  /** Begins with these settings. */
  public Builder toBuilder() {
    return new Builder(secret)
        .replication(replication)
        .whenUnavailable(whenUnavailable)
        .nonSerializable(nonSerializable)
        .backupAckTimeout(backupAckTimeout)
        .backups(backups)
        .requireOtherMachine(requireOtherMachine)
        .trackedTypes(trackedTypes)
        .passivateAfter(passivateAfter);
  }

  /** Collects settings; each is checked by {@link #build()}. Not thread-safe. */
  public static final class Builder {
    private final String secret;
    private Replication replication = Replication.ACKNOWLEDGED;
    private WhenUnavailable whenUnavailable = WhenUnavailable.PROCEED;
    private NonSerializable nonSerializable = NonSerializable.ERROR;
    private Duration backupAckTimeout = Duration.ofSeconds(2);
    private int backups = 1;
    private boolean requireOtherMachine;
    private List<String> trackedTypes = List.of();
    private Duration passivateAfter = Duration.ZERO;

    private Builder(String secret) {
      this.secret = secret;
    }

    public Builder replication(Replication newReplication) {
      replication = newReplication;
      return this;
    }

    public Builder whenUnavailable(WhenUnavailable newWhenUnavailable) {
      whenUnavailable = newWhenUnavailable;
      return this;
    }

    public Builder nonSerializable(NonSerializable newNonSerializable) {
      nonSerializable = newNonSerializable;
      return this;
    }

    public Builder backupAckTimeout(Duration newBackupAckTimeout) {
      backupAckTimeout = newBackupAckTimeout;
      return this;
    }

    public Builder backups(int newBackups) {
      backups = newBackups;
      return this;
    }

    public Builder requireOtherMachine(boolean isRequired) {
      requireOtherMachine = isRequired;
      return this;
    }

    public Builder trackedTypes(List<String> newTrackedTypes) {
      trackedTypes = newTrackedTypes;
      return this;
    }

    public Builder passivateAfter(Duration newPassivateAfter) {
      passivateAfter = newPassivateAfter;
      return this;
    }

    /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
    public SessionSettings build() {
      return new SessionSettings(
          replication,
          whenUnavailable,
          nonSerializable,
          backupAckTimeout,
          backups,
          requireOtherMachine,
          trackedTypes,
          passivateAfter,
          secret);
    }
  }
}
