package io.lockstep.config;

import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects settings from several places; the first place that has a name decides. Not thread-safe.
 */
public final class SettingsSources {
  private static final Logger log = LoggerFactory.getLogger(SettingsSources.class);

  private final TransportKinds kinds;
  private final SettingNames names;
  private final SettingsCollector collector = new SettingsCollector();

  private SettingsSources(TransportKinds kinds) {
    this.kinds = kinds;
    names = new SettingNames(kinds);
  }

  /**
   * Starts empty.
   *
   * @param transports the names of the transports that are there
   */
  public SettingsSources(Collection<String> transports) {
    this(TransportKinds.named(transports));
  }

  /** Starts empty; what is known of the transports' settings is used to read a file. */
  public static SettingsSources with(Collection<TransportKind> transports) {
    return new SettingsSources(new TransportKinds(transports));
  }

  /** Adds what begins with {@code lockstep.}, and is not set yet. */
  public SettingsSources properties(Map<String, String> properties) {
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(SettingNames.PREFIX)) {
            collector.offer(name, Given.property(name, value));
          }
        });
    return this;
  }

  /** As {@link #properties(Map)}. */
  public SettingsSources properties(Properties properties) {
    var copy = new LinkedHashMap<String, String>();
    properties.stringPropertyNames().forEach(name -> copy.put(name, properties.getProperty(name)));
    return properties(copy);
  }

  /**
   * Adds environment variables: {@code LOCKSTEP_HEARTBEAT_PERIOD} stands for {@code
   * lockstep.heartbeat-period}. A variable that stands for no setting is told in the log and
   * ignored, because the environment is everybody's.
   */
  public SettingsSources environment(Map<String, String> environment) {
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith("LOCKSTEP_")) {
            names
                .ofEnvironment(variable)
                .ifPresentOrElse(
                    name -> collector.offer(name, Given.property(name, value)),
                    () -> log.warn("Ignored the environment variable {}: no setting", variable));
          }
        });
    return this;
  }

  /**
   * Adds what a file says. Where it is silent on clustering, failover and transport, it means that
   * there is none, none, and {@code udp}. What is wrong with it is told with all other mistakes, by
   * whoever parses {@link #given()}.
   *
   * @param name the file's name, for messages
   * @param file its bytes; not closed
   */
  public SettingsSources file(String name, InputStream file) {
    new ConfigurationFile(name, kinds, collector).read(file);
    return this;
  }

  /** All settings, with their places: a copy. */
  public GivenSettings given() {
    return collector.settings();
  }

  /** All settings by their full name: a copy. */
  public Map<String, String> settings() {
    return Map.copyOf(given().values());
  }
}
