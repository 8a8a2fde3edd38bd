package io.lockstep.config;

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

  private final SettingNames names;
  private final Map<String, String> settings = new LinkedHashMap<>();

  /**
   * Starts empty.
   *
   * @param transports the names of the transports that are there
   */
  public SettingsSources(Collection<String> transports) {

    names = new SettingNames(transports);
  }

  /** Adds what begins with {@code lockstep.}, and is not set yet. */
  public SettingsSources properties(Map<String, String> properties) {
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(SettingNames.PREFIX)) {
            settings.putIfAbsent(name, value);
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
                    name -> settings.putIfAbsent(name, value),
                    () -> log.warn("Ignored the environment variable {}: no setting", variable));
          }
        });
    return this;
  }

  /** All settings by their full name: a copy. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }
}
