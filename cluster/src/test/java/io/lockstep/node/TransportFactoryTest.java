package io.lockstep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.config.ConfigurationException;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.transport.KeyedTransport;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.wire.proto.TrafficKey;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportFactoryTest {
  private final TransportFactory transports =
      TransportFactory.installed(TransportFactoryTest.class.getClassLoader());

  private LockstepSettings settings(String... namesAndValues) {
    var settings = new HashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return SettingsParser.with(transports.kinds()).parse(settings, "app");
  }

  @Test
  void makesTheTransportThatIsThere() {
    LockstepSettings settings = settings();
    assertThat(transports.missing(settings)).isEmpty();
    assertThat(transports.create(settings).instances())
        .singleElement()
        .satisfies(made -> assertThat(made.transport().statistics().state()).isEqualTo("closed"));
  }

  @Test
  void makesSeveralInstancesEachWithItsKeys() {
    LockstepSettings settings =
        settings(
            "lockstep.instance.quick.keys", "AppNode",
            "lockstep.instance.broad.keys", "MessagingService, SharedStore");
    KeyedTransports made = transports.create(settings);
    assertThat(made.instances())
        .extracting(KeyedTransport::name)
        .containsExactlyInAnyOrder("quick", "broad", "default");
    assertThat(carrier(made, TrafficKey.APP_NODE)).isEqualTo("quick");
    assertThat(carrier(made, TrafficKey.SHARED_STORE)).isEqualTo("broad");
    assertThat(carrier(made, TrafficKey.SESSION_EVENTS)).isEqualTo("default");
  }

  private static String carrier(KeyedTransports made, TrafficKey key) {
    return made.instances().get(made.carrierOf(key)).name();
  }

  @Test
  void saysAllThatIsNotInThisBuild() {
    LockstepSettings settings = settings("lockstep.transport", "udp");
    List<String> missing = transports.missing(settings);
    assertThat(missing)
        .hasSize(3)
        .anyMatch(
            line -> line.startsWith("transport instance default-1 (udp: AppNode): udp is not"));
    assertThatThrownBy(() -> transports.create(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(String.join(System.lineSeparator(), missing));
  }

  @Test
  void needsNoTransportWithoutClustering() {
    assertThat(
            transports.missing(
                settings("lockstep.transport", "udp", "lockstep.clustering", "false")))
        .isEmpty();
  }

  @Test
  void tellsTheSettingsOfItsKinds() {
    assertThatThrownBy(() -> settings("lockstep.memory.size", "1"))
        .hasMessageContaining("lockstep.memory.size: there is no such setting");
  }
}
