package io.lockstep.web;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import io.lockstep.web.console.ConsoleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one web application's settings make, with the mistakes of all who read them at once. */
record Deployment(LockstepSettings settings, Transport transport, ConsoleSettings console) {
  /** Stands in for an address that is wrong, so that the transport's mistakes are found too. */
  private static final NodeAddress ANY = new NodeAddress("any", "any", "any", "any");

  private static final String TRANSPORT = "lockstep.transport";

  /**
   * Reads all settings.
   *
   * @throws ConfigurationException with all mistakes
   */
  static Deployment read(
      SettingsParser parser,
      Map<String, String> values,
      String application,
      Map<String, TransportProvider> providers) {
    var mistakes = new ArrayList<String>();
    Optional<LockstepSettings> settings = tried(() -> parser.parse(values, application), mistakes);
    Optional<Transport> transport = transport(settings, values, providers, mistakes);
    Optional<ConsoleSettings> console = tried(() -> ConsoleSettings.read(values::get), mistakes);
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
    return new Deployment(settings.orElseThrow(), transport.orElseThrow(), console.orElseThrow());
  }

  /** A transport that is made is not yet open, so one for nobody costs nothing. */
  private static Optional<Transport> transport(
      Optional<LockstepSettings> settings,
      Map<String, String> values,
      Map<String, TransportProvider> providers,
      List<String> mistakes) {
    String name =
        settings
            .map(LockstepSettings::transport)
            .orElseGet(() -> values.getOrDefault(TRANSPORT, "memory").strip());
    @Nullable TransportProvider provider = providers.get(name);
    if (provider == null) {
      return Optional.empty();
    }
    NodeAddress address = settings.map(LockstepSettings::address).orElse(ANY);
    Map<String, String> own =
        settings.map(LockstepSettings::transportSettings).orElseGet(() -> starting(name, values));
    return tried(() -> provider.create(address, own), mistakes);
  }

  private static Map<String, String> starting(String transport, Map<String, String> values) {
    var own = new TreeMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith("lockstep." + transport + ".")) {
            own.put(name, value.strip());
          }
        });
    return own;
  }

  private static <T> Optional<T> tried(Supplier<T> reader, List<String> mistakes) {
    try {
      return Optional.of(reader.get());
    } catch (IllegalArgumentException e) {
      mistakes.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
