package io.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsSourcesTest {
  private final SettingsSources sources = new SettingsSources(List.of("amqp"));

  @Test
  void theFirstSourceThatHasANameDecides() {
    var properties = new Properties();
    properties.setProperty("lockstep.cluster", "second");
    properties.setProperty("lockstep.server", "s");
    properties.setProperty("java.home", "x");
    Map<String, String> settings =
        sources
            .properties(Map.of("lockstep.cluster", "first"))
            .properties(properties)
            .environment(Map.of("LOCKSTEP_SERVER", "late", "LOCKSTEP_DOMAIN", "d"))
            .settings();
    assertThat(settings)
        .containsOnly(
            Map.entry("lockstep.cluster", "first"),
            Map.entry("lockstep.server", "s"),
            Map.entry("lockstep.domain", "d"));
  }

  @Test
  void theEnvironmentSpellsNamesInCapitals() {
    Map<String, String> settings =
        sources
            .environment(
                Map.of(
                    "LOCKSTEP_HEARTBEAT_PERIOD", "1 sec",
                    "LOCKSTEP_COOKIE_NAME", "SHOP",
                    "LOCKSTEP_AMQP_CONNECTION_TIMEOUT", "2 sec",
                    "LOCKSTEP_HOME", "/opt",
                    "PATH", "/bin"))
            .settings();
    assertThat(settings)
        .containsOnly(
            Map.entry("lockstep.heartbeat-period", "1 sec"),
            Map.entry("lockstep.cookie.name", "SHOP"),
            Map.entry("lockstep.amqp.connection-timeout", "2 sec"));
  }
}
