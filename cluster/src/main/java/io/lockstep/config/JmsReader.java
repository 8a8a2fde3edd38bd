package io.lockstep.config;

import io.lockstep.config.JmsSettings.AcknowledgeMode;
import io.lockstep.config.JmsSettings.Jndi;
import io.lockstep.config.JmsSettings.Producer;
import io.lockstep.config.JmsSettings.Session;
import io.lockstep.config.JmsSettings.Subscriber;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads one block of JMS settings. */
final class JmsReader {
  private final SettingsReader reader;

  JmsReader(SettingsReader reader) {
    this.reader = reader;
  }

  /**
   * Reads it all.
   *
   * @param place how messages name the block
   * @return empty when something required is missing
   */
  Optional<JmsSettings> read(String place) {
    Optional<String> factory = required(JmsCatalogue.CONNECTION_FACTORY, place);
    Optional<String> destination = required(JmsCatalogue.DESTINATION, place);
    Optional<String> clientId = reader.find(JmsCatalogue.CLIENT_ID);
    Session session = session();
    Producer producer = producer();
    Subscriber subscriber = subscriber(place);
    if (factory.isEmpty() || destination.isEmpty()) {
      return Optional.empty();
    }
    var jndi = new Jndi(factory.get(), destination.get(), environment());
    return Optional.of(new JmsSettings(jndi, clientId, session, producer, subscriber));
  }

  private Optional<String> required(Setting<String> setting, String place) {
    if (!reader.isSet(setting)) {
      reader.missing(setting, place);
    }
    return reader.find(setting);
  }

  private Map<String, String> environment() {
    String prefix = reader.prefix() + JmsCatalogue.ENVIRONMENT;
    var environment = new TreeMap<String, String>();
    reader
        .values()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                environment.put(name.substring(prefix.length()), value);
              }
            });
    return environment;
  }

  private Session session() {
    boolean transacted = reader.get(JmsCatalogue.TRANSACTED);
    AcknowledgeMode mode = reader.get(JmsCatalogue.ACKNOWLEDGE_MODE);
    if (!transacted && mode == AcknowledgeMode.SESSION_TRANSACTED) {
      reader.refuse(JmsCatalogue.ACKNOWLEDGE_MODE, "another one while transacted is false");
      return Session.defaults();
    }
    return new Session(transacted, mode);
  }

  private Producer producer() {
    return new Producer(
        reader.get(JmsCatalogue.DELIVERY_MODE),
        reader.get(JmsCatalogue.PRIORITY),
        reader.get(JmsCatalogue.TIME_TO_LIVE),
        reader.get(JmsCatalogue.DISABLE_MESSAGE_ID),
        reader.get(JmsCatalogue.DISABLE_MESSAGE_TIMESTAMP));
  }

  private Subscriber subscriber(String place) {
    boolean durable = reader.get(JmsCatalogue.DURABLE);
    if (durable && !reader.isSet(JmsCatalogue.SUBSCRIPTION_NAME)) {
      reader.missing(JmsCatalogue.SUBSCRIPTION_NAME, place);
    }
    Optional<String> name = reader.find(JmsCatalogue.SUBSCRIPTION_NAME);
    return new Subscriber(durable && name.isPresent(), name);
  }
}
