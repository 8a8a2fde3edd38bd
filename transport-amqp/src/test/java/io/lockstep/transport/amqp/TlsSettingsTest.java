package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsSettingsTest {
  private static final String PASSWORD = TestAuthority.PASSWORD;

  @TempDir Path directory;

  private static AmqpSettings encrypted(String... namesAndValues) {
    return read("amqps://broker", namesAndValues);
  }

  private static AmqpSettings read(String uri, String... namesAndValues) {
    Map<String, String> settings = new HashMap<>();
    settings.put("lockstep.amqp.uri", uri);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put("lockstep.amqp." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return AmqpSettings.of(settings);
  }

  @Test
  void storesAreReadAndTheirPasswordsNeverShown() throws Exception {
    var authority = new TestAuthority(directory);
    String keys = authority.issue("node", "node").toString();

    AmqpSettings settings =
        encrypted(
            "key-store", keys,
            "key-store-password", PASSWORD,
            "trust-store", authority.trustStore().toString(),
            "trust-store-password", PASSWORD);

    assertThat(settings.tls().context()).isNotNull();
    assertThat(settings.toString()).contains(keys).doesNotContain(PASSWORD);
  }

  @Test
  void aWrongPasswordIsToldWithTheSettingsAndNotShown() throws Exception {
    String keys = new TestAuthority(directory).issue("node", "node").toString();

    assertThatThrownBy(() -> encrypted("key-store", keys, "key-store-password", "wr0ng"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lockstep.amqp.key-store \"" + keys + "\"")
        .hasMessageContaining("lockstep.amqp.key-store-password")
        .hasMessageNotContaining("wr0ng");
  }

  @Test
  void aFileThatIsNotThereOrIsNoStoreIsToldWithTheSetting() throws Exception {
    String garbage = Files.writeString(directory.resolve("garbage"), "no store").toString();

    assertThatThrownBy(() -> encrypted("trust-store", directory.resolve("none").toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lockstep.amqp.trust-store \"");
    assertThatThrownBy(() -> encrypted("trust-store", garbage))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lockstep.amqp.trust-store \"");
  }

  @Test
  void aStoreOfTheWrongKindIsToldWithTheSetting() throws Exception {
    var authority = new TestAuthority(directory);
    String certificates = authority.trustStore().toString();
    String keys = authority.issue("node", "node").toString();

    assertThatThrownBy(() -> encrypted("key-store", certificates, "key-store-password", PASSWORD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.key-store", "no private key");
    assertThatThrownBy(() -> encrypted("trust-store", keys, "trust-store-password", PASSWORD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.trust-store", "no certificate to believe");
  }

  @Test
  void whatHasNoUseIsRefused() {
    assertThatThrownBy(() -> encrypted("key-store", "keys.p12"))
        .hasMessageContainingAll("lockstep.amqp.key-store:", "lockstep.amqp.key-store-password");
    assertThatThrownBy(() -> encrypted("trust-store-password", PASSWORD))
        .hasMessageContainingAll("lockstep.amqp.trust-store-password:", "allowed with");
    assertThatThrownBy(() -> read("amqp://broker", "trust-store", "trusted.p12"))
        .hasMessageContainingAll("lockstep.amqp.trust-store:", "amqps://");
  }
}
