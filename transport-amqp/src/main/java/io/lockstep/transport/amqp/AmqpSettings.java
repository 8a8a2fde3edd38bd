package io.lockstep.transport.amqp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a node reaches its broker.
 *
 * @param brokers where they are, and as whom to log on
 * @param tls whom to believe, and what to show, where the connection is encrypted
 * @param connectionTimeout how long connecting, and each answer of the broker, may take; 5 s by
 *     default, positive
 * @param handshakeTimeout how long the handshake, and logging on, may take; 10 s by default,
 *     positive
 * @param heartbeat how often broker and node show each other that they live; 5 s by default, whole
 *     seconds, at least 1
 * @param reconnectDelay the longest pause between two attempts to connect; a quarter of the grace
 *     by default, at most 1 s; positive
 * @param arbiterGrace how long the queue of a node that was seen may be missing before the node is
 *     declared dead; 1 s by default, positive
 * @param arbiterSettle how long this node must have been connected before a node that it has not
 *     seen since may be declared dead, so that a broker's restart kills nobody; 10 s by default,
 *     not negative
 * @param queueFrames how many frames the broker keeps for a node that is slow; 10,000 by default,
 *     positive
 * @param queueBytes how many bytes; 64 MiB by default, positive
 */
record AmqpSettings(
    BrokerAddresses brokers,
    TlsSettings tls,
    Duration connectionTimeout,
    Duration handshakeTimeout,
    Duration heartbeat,
    Duration reconnectDelay,
    Duration arbiterGrace,
    Duration arbiterSettle,
    int queueFrames,
    int queueBytes) {
  static final String PREFIX = "lockstep.amqp.";
  static final String URI = PREFIX + "uri";
  static final String CONNECTION_TIMEOUT = PREFIX + "connection-timeout";
  static final String HANDSHAKE_TIMEOUT = PREFIX + "handshake-timeout";
  static final String HEARTBEAT = PREFIX + "heartbeat";
  static final String RECONNECT_DELAY = PREFIX + "reconnect-delay";
  static final String ARBITER_GRACE = PREFIX + "arbiter-grace";
  static final String ARBITER_SETTLE = PREFIX + "arbiter-settle";
  static final String QUEUE_FRAMES = PREFIX + "queue-frames";
  static final String QUEUE_BYTES = PREFIX + "queue-bytes";

  private static final Duration LONGEST_BY_DEFAULT = Duration.ofSeconds(1);

  /** Stands in for a wrong address until all mistakes are told. */
  private static final BrokerAddresses NO_BROKER =
      BrokerAddresses.of(Map.of(URI, "amqp://localhost"));

  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              URI,
              BrokerAddresses.HOSTNAME,
              BrokerAddresses.PORT,
              BrokerAddresses.USERNAME,
              BrokerAddresses.PASSWORD,
              BrokerAddresses.VIRTUAL_HOST,
              BrokerAddresses.TLS,
              TlsSettings.KEY_STORE,
              TlsSettings.KEY_STORE_PASSWORD,
              TlsSettings.TRUST_STORE,
              TlsSettings.TRUST_STORE_PASSWORD,
              CONNECTION_TIMEOUT,
              HANDSHAKE_TIMEOUT,
              HEARTBEAT,
              RECONNECT_DELAY,
              ARBITER_GRACE,
              ARBITER_SETTLE,
              QUEUE_FRAMES,
              QUEUE_BYTES));

  /**
   * Reads the settings by their full names.
   *
   * @throws IllegalArgumentException with a line for each mistake that names setting, value
   *     (without password) and what is allowed
   */
  static AmqpSettings of(Map<String, String> settings) {
    var values = new SettingReader(settings);
    for (String name : new TreeSet<>(settings.keySet())) {
      if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
        values.mistake("%s: unknown, allowed are %s".formatted(name, KNOWN));
      }
    }
    Duration grace = values.positiveTime(ARBITER_GRACE, Duration.ofSeconds(1));
    Duration quarter = quarterOf(grace);
    BrokerAddresses brokers = values.checked(() -> BrokerAddresses.of(settings), NO_BROKER);
    var read =
        new AmqpSettings(
            brokers,
            values.checked(
                () -> TlsSettings.of(settings, brokers.equals(NO_BROKER) || brokers.areEncrypted()),
                TlsSettings.PLAIN),
            values.positiveTime(CONNECTION_TIMEOUT, Duration.ofSeconds(5)),
            values.positiveTime(HANDSHAKE_TIMEOUT, Duration.ofSeconds(10)),
            values.wholeSeconds(HEARTBEAT, Duration.ofSeconds(5)),
            values.positiveTime(
                RECONNECT_DELAY,
                quarter.compareTo(LONGEST_BY_DEFAULT) < 0 ? quarter : LONGEST_BY_DEFAULT),
            grace,
            values.time(ARBITER_SETTLE, Duration.ofSeconds(10)),
            values.positiveNumber(QUEUE_FRAMES, 10_000),
            values.positiveNumber(QUEUE_BYTES, 64 << 20));
    values.finish();
    return read;
  }

  /** What the settings are called, without the prefix. */
  static Set<String> names() {
    return KNOWN.stream()
        .map(name -> name.substring(PREFIX.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Duration quarterOf(Duration grace) {
    return grace.dividedBy(4).plusNanos(1);
  }

  /**
   * The longest pause between two attempts to connect: short enough for several within the grace,
   * or a node that lives would be declared dead while it waits.
   */
  Duration longestPause() {
    Duration quarter = quarterOf(arbiterGrace);
    return reconnectDelay.compareTo(quarter) < 0 ? reconnectDelay : quarter;
  }

  /** What the operator should be told of settings that contradict each other. */
  Optional<String> contradiction() {
    return reconnectDelay.compareTo(quarterOf(arbiterGrace)) <= 0
        ? Optional.empty()
        : Optional.of(
            ("%s of %d ms is more than a quarter of %s: nodes would be declared dead while they"
                    + " wait. At most %d ms are waited.")
                .formatted(
                    RECONNECT_DELAY,
                    reconnectDelay.toMillis(),
                    ARBITER_GRACE,
                    longestPause().toMillis()));
  }
}
