package io.lockstep.config;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A block of settings for the JMS transport.
 *
 * @param jndi where connection factory and destination are found
 * @param clientId the connection's client id; when empty, each node generates its own
 * @param session how messages are received
 * @param producer how they are sent
 * @param subscriber whether the subscription is durable
 */
public record JmsSettings(
    Jndi jndi,
    Optional<String> clientId,
    Session session,
    Producer producer,
    Subscriber subscriber) {
  private static final String PREFIX = SettingNames.prefixOf(TransportKinds.JMS);

  /** How messages are acknowledged, as {@code jakarta.jms.Session} has it. */
  public enum AcknowledgeMode {
    SESSION_TRANSACTED(0),
    AUTO_ACKNOWLEDGE(1),
    CLIENT_ACKNOWLEDGE(2),
    DUPS_OK_ACKNOWLEDGE(3);

    private final int number;

    AcknowledgeMode(int number) {
      this.number = number;
    }

    /** The constant's number in the API. */
    public int number() {
      return number;
    }
  }

  /** Whether the provider keeps messages on disk, as {@code jakarta.jms.DeliveryMode} has it. */
  public enum DeliveryMode {
    NON_PERSISTENT(1),
    PERSISTENT(2);

    private final int number;

    DeliveryMode(int number) {
      this.number = number;
    }

    /** The constant's number in the API. */
    public int number() {
      return number;
    }
  }

  /**
   * Where connection factory and destination are found.
   *
   * @param connectionFactory its full name; not blank
   * @param destination the topic's full name; not blank
   * @param environment of the initial context; it may hold secrets
   */
  public record Jndi(
      String connectionFactory, String destination, Map<String, String> environment) {
    /** Copies the map; throws {@link IllegalArgumentException} for a blank name. */
    public Jndi {
      environment = Collections.unmodifiableMap(new TreeMap<>(environment));
      JmsCatalogue.CONNECTION_FACTORY.check(connectionFactory.strip());
      JmsCatalogue.DESTINATION.check(destination.strip());
    }

    /** All but the environment's values. */
    @Override
    public String toString() {
      return "Jndi[connectionFactory=%s, destination=%s, environment=%s]"
          .formatted(connectionFactory, destination, environment.keySet());
    }
  }

  /**
   * How messages are received.
   *
   * @param acknowledgeMode {@code SESSION_TRANSACTED} only when transacted, where any is allowed
   */
  public record Session(boolean transacted, AcknowledgeMode acknowledgeMode) {
    /** Throws {@link IllegalArgumentException} when the two contradict each other. */
    public Session {
      if (!transacted && acknowledgeMode == AcknowledgeMode.SESSION_TRANSACTED) {
        throw new IllegalArgumentException(
            "acknowledge-mode \"SESSION_TRANSACTED\": allowed is another one while transacted is"
                + " false");
      }
    }

    /** Not transacted, acknowledged by itself. */
    public static Session defaults() {
      return new Session(false, AcknowledgeMode.AUTO_ACKNOWLEDGE);
    }
  }

  /**
   * How messages are sent.
   *
   * @param priority 0 to 9
   * @param timeToLive after which the provider drops a message; zero is never
   */
  public record Producer(
      DeliveryMode deliveryMode,
      int priority,
      Duration timeToLive,
      boolean disableMessageId,
      boolean disableMessageTimestamp) {
    /** Throws {@link IllegalArgumentException} that names the setting and what is allowed. */
    public Producer {
      if (priority < 0 || priority > 9) {
        throw new IllegalArgumentException(
            "priority \"%d\": allowed is 0 to 9".formatted(priority));
      }
      if (timeToLive.isNegative()) {
        throw new IllegalArgumentException(
            "time-to-live \"%s\": allowed is zero or a positive time".formatted(timeToLive));
      }
    }

    /** The document's. */
    public static Producer defaults() {
      return new Producer(DeliveryMode.NON_PERSISTENT, 4, Duration.ZERO, false, false);
    }
  }

  /**
   * Whether the subscription outlives the connection.
   *
   * @param subscriptionName required when it does
   */
  public record Subscriber(boolean durable, Optional<String> subscriptionName) {
    /** Throws {@link IllegalArgumentException} when a durable one has no name. */
    public Subscriber {
      if (durable && subscriptionName.isEmpty()) {
        throw new IllegalArgumentException(
            "subscription-name: is required for a durable subscription");
      }
    }

    /** Not durable. */
    public static Subscriber defaults() {
      return new Subscriber(false, Optional.empty());
    }
  }

  /** All but the names in JNDI as the document has it. */
  public static JmsSettings of(String connectionFactory, String destination) {
    return new JmsSettings(
        new Jndi(connectionFactory, destination, Map.of()),
        Optional.empty(),
        Session.defaults(),
        Producer.defaults(),
        Subscriber.defaults());
  }

  /**
   * Reads an instance's settings, as a transport gets them, by their full name.
   *
   * @throws ConfigurationException with all mistakes
   */
  public static JmsSettings of(Map<String, String> settings) {
    var given = GivenSettings.of(settings);
    var reader = new SettingsReader(given).of(given, PREFIX);
    Optional<JmsSettings> read = new JmsReader(reader).read("jms");
    reader.finish();
    return read.orElseThrow();
  }

  /** The settings by their full name, for {@link #of(Map)}; they may hold secrets. */
  public Map<String, String> settings() {
    var settings = new TreeMap<String, String>();
    put(settings, JmsCatalogue.CONNECTION_FACTORY, jndi.connectionFactory());
    put(settings, JmsCatalogue.DESTINATION, jndi.destination());
    jndi.environment()
        .forEach((key, value) -> settings.put(PREFIX + JmsCatalogue.ENVIRONMENT + key, value));
    clientId.ifPresent(id -> put(settings, JmsCatalogue.CLIENT_ID, id));
    put(settings, JmsCatalogue.TRANSACTED, session.transacted());
    put(settings, JmsCatalogue.ACKNOWLEDGE_MODE, session.acknowledgeMode());
    put(settings, JmsCatalogue.DELIVERY_MODE, producer.deliveryMode());
    put(settings, JmsCatalogue.PRIORITY, producer.priority());
    put(settings, JmsCatalogue.TIME_TO_LIVE, producer.timeToLive().toMillis());
    put(settings, JmsCatalogue.DISABLE_MESSAGE_ID, producer.disableMessageId());
    put(settings, JmsCatalogue.DISABLE_MESSAGE_TIMESTAMP, producer.disableMessageTimestamp());
    put(settings, JmsCatalogue.DURABLE, subscriber.durable());
    subscriber
        .subscriptionName()
        .ifPresent(name -> put(settings, JmsCatalogue.SUBSCRIPTION_NAME, name));
    return settings;
  }

  private static void put(Map<String, String> settings, Setting<?> setting, Object value) {
    settings.put(PREFIX + setting.name(), value.toString());
  }
}
