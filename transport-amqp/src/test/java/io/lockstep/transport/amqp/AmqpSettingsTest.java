package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpSettingsTest {
  private static final String URI = "amqp://user:pw@broker:5673/host";

  private static AmqpSettings with(String name, String value) {
    return AmqpSettings.of(Map.of("lockstep.amqp.uri", URI, "lockstep.amqp." + name, value));
  }

  @Test
  void onlyTheUriIsRequired() {
    AmqpSettings settings = AmqpSettings.of(Map.of("lockstep.amqp.uri", URI));

    assertThat(settings.brokers().list()).containsExactly(BrokerAddress.of("x", URI));
    assertThat(settings.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.connectionTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.longestPause()).isLessThan(Duration.ofMillis(251));
    assertThat(settings.contradiction()).isEmpty();
    assertThat(settings.arbiterGrace()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.arbiterSettle()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.queueFrames()).isEqualTo(10_000);
    assertThat(settings.queueBytes()).isEqualTo(64 << 20);
  }

  @Test
  void withoutUriTheErrorSaysWhatIsAllowed() {
    assertThatThrownBy(() -> AmqpSettings.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.uri", "amqp://", "amqps://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://broker",
        "broker:5672",
        "amqp://",
        "amqp:broker",
        "amqp://broker/a/b",
        "amqp://broker?x=y",
        "amqp://bro ker"
      })
  void aUriThatIsNoneIsRefused(String uri) {
    assertThatThrownBy(() -> AmqpSettings.of(Map.of("lockstep.amqp.uri", uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.uri", uri, "allowed is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:s3cret@broker",
        "amqp://user:s3c ret@broker",
        "amqp://user:s3cret@x@broker",
        "amqp://user:s3c/ret@broker",
        "user:s3cret@broker"
      })
  void aPasswordIsNeverShown(String uri) {
    assertThatThrownBy(() -> AmqpSettings.of(Map.of("lockstep.amqp.uri", uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user:***@")
        .hasMessageNotContaining("s3c")
        .hasNoCause();
    assertThat(BrokerAddress.of("x", URI)).hasToString("amqp://user:***@broker:5673/host");
  }

  @Test
  void settingsAsTextShowNoPassword() {
    AmqpSettings settings =
        AmqpSettings.of(Map.of("lockstep.amqp.uri", "amqp://user:s3cret@broker"));

    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "250, 250",
    "250ms, 250",
    "2 s, 2000",
    "3 sec, 3000",
    "1 min, 60000",
    "' 4 S ', 4000",
    "1 hour, 3600000"
  })
  void timesAreReadWithTheirUnits(String text, long ms) {
    assertThat(with("arbiter-grace", text).arbiterGrace()).isEqualTo(Duration.ofMillis(ms));
  }

  @ParameterizedTest
  @CsvSource({
    "arbiter-grace, 0",
    "arbiter-grace, -1 s",
    "arbiter-grace, soon",
    "arbiter-grace, 5 weeks",
    "arbiter-settle, 99999 days",
    "connection-timeout, ''",
    "heartbeat, 1500 ms",
    "reconnect-delay, 0 s",
    "arbiter-settle, 1.5 s",
    "queue-frames, 0",
    "queue-frames, many",
    "queue-bytes, 99999999999"
  })
  void aWrongValueIsToldWithItsSetting(String name, String value) {
    assertThatThrownBy(() -> with(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp." + name, "\"" + value + "\"", "allowed is");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                AmqpSettings.of(
                    Map.of(
                        "lockstep.amqp.uri", "http://user:s3cret@broker",
                        "lockstep.amqp.url", "x",
                        "lockstep.amqp.heartbeat", "often",
                        "lockstep.amqp.queue-bytes", "-1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "lockstep.amqp.uri \"http://user:***@broker\"",
            "lockstep.amqp.url: unknown",
            "lockstep.amqp.heartbeat \"often\"",
            "lockstep.amqp.queue-bytes \"-1\"");
  }

  @Test
  void aPauseThatCouldOutlastTheGraceIsCappedAndTold() {
    AmqpSettings settings = with("reconnect-delay", "3 s");

    assertThat(settings.longestPause()).isLessThan(Duration.ofMillis(251));
    assertThat(settings.contradiction())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("lockstep.amqp.reconnect-delay of 3000 ms", "arbiter-grace", "250"));
    assertThat(with("reconnect-delay", "100 ms").longestPause()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aSettingThatDoesNotExistIsToldWithThoseThatDo() {
    assertThatThrownBy(() -> with("url", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.url", "lockstep.amqp.uri");
  }
}
