package io.lockstep.cli.node;

import io.lockstep.cli.BadInputException;
import io.lockstep.config.ConfigurationException;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.config.SettingsSources;
import io.lockstep.config.TransportKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of nodes: properties given with the command, then the environment, then a file.
 *
 * @param properties settings by their full name
 * @param transports the kinds that are there
 */
public record NodeFile(
    Path file,
    Map<String, String> properties,
    Map<String, String> environment,
    List<TransportKind> transports) {
  private static final String APPLICATION = "app";
  private static final String SERVER = "lockstep.server";

  /**
   * The settings of one node.
   *
   * @throws ConfigurationException with all mistakes
   * @throws BadInputException when the file cannot be read
   */
  public LockstepSettings settings() {
    return settings(properties);
  }

  /** Those of several nodes: a server's name that is given gets a number. */
  public List<LockstepSettings> settings(int nodes) {
    List<LockstepSettings> all = new ArrayList<>();
    @Nullable String server = sources(properties).given().value(SERVER);
    for (int i = 1; i <= nodes; i++) {
      var own = new LinkedHashMap<>(properties);
      if (server != null && nodes > 1) {
        own.put(SERVER, server + "-" + i);
      }
      all.add(settings(own));
    }
    return all;
  }

  private LockstepSettings settings(Map<String, String> own) {
    return SettingsParser.with(transports).parse(sources(own).given(), APPLICATION);
  }

  private SettingsSources sources(Map<String, String> own) {
    SettingsSources sources =
        SettingsSources.with(transports).properties(own).environment(environment);
    try (InputStream bytes = Files.newInputStream(file)) {
      return sources.file(file.toString(), bytes);
    } catch (IOException e) {
      throw new BadInputException(
          "--config: '%s' is no file that can be read (%s)"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }
}
