package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
  @ParameterizedTest
  @CsvSource({
    "RabbitMQ, 3.8.0, RABBITMQ_3",
    "RabbitMQ, 3.10.8, RABBITMQ_3",
    "RabbitMQ, 3.13.7, RABBITMQ_3",
    "RabbitMQ, 4.0.2, RABBITMQ_4",
    "RabbitMQ, 4.1.0-rc.1, RABBITMQ_4",
    "RabbitMQ, 10.0.0, RABBITMQ_4",
    "RabbitMQ, 4+git, RABBITMQ_4",
    "RabbitMQ, unknown, RABBITMQ_3",
    "RabbitMQ, 99999999999999, RABBITMQ_3",
    "Apache Qpid Broker-J Core, 10.1.0, QPID",
    "qpid-cpp, 1.39, QPID",
    "LavinMQ, 2.0, PLAIN"
  })
  void itIsChosenByProductAndVersion(String product, String version, Dialect dialect) {
    assertThat(Dialect.of(Map.of("product", product, "version", version))).isEqualTo(dialect);
  }

  @Test
  void aBrokerThatSaysNothingGetsWhatAllUnderstand() {
    assertThat(Dialect.of(Map.of())).isEqualTo(Dialect.PLAIN);
    assertThat(Dialect.of(Map.of("product", "RabbitMQ"))).isEqualTo(Dialect.RABBITMQ_3);
    assertThat(Dialect.PLAIN.queueArguments(1, 2)).isEmpty();
  }

  @Test
  void rabbitMqBoundsQueuesByFramesAndBytesAndDropsTheOldest() {
    assertThat(Dialect.RABBITMQ_3.queueArguments(5, 6))
        .containsOnly(
            Map.entry("x-max-length", 5),
            Map.entry("x-max-length-bytes", 6),
            Map.entry("x-overflow", "drop-head"));
  }

  @Test
  void rabbitMq4IsToldTheQueueTypeSinceItsDefaultMayNotBeExclusive() {
    assertThat(Dialect.RABBITMQ_4.queueArguments(5, 6))
        .containsOnly(
            Map.entry("x-queue-type", "classic"),
            Map.entry("x-max-length", 5),
            Map.entry("x-max-length-bytes", 6),
            Map.entry("x-overflow", "drop-head"));
  }

  @Test
  void aRecordOfADeathEndsAfterADayWhereTheBrokerCanDoThat() {
    assertThat(Dialect.RABBITMQ_4.recordArguments())
        .containsOnly(
            Map.entry("x-queue-type", "classic"),
            Map.entry("x-expires", 86_400_000),
            Map.entry("x-max-length", 1));
    assertThat(Dialect.RABBITMQ_3.recordArguments())
        .isEqualTo(Dialect.RABBITMQ_4.recordArguments());
    assertThat(Dialect.RABBITMQ_4.endsUnusedQueues()).isTrue();
    assertThat(Dialect.QPID.endsUnusedQueues()).isFalse();
    assertThat(Dialect.PLAIN.recordArguments()).isEmpty();
  }

  @Test
  void qpidGetsNoArgumentItWouldCloseTheConnectionFor() {
    assertThat(Dialect.QPID.queueArguments(5, 6))
        .containsOnly(
            Map.entry("qpid.max_count", 5),
            Map.entry("qpid.max_size", 6),
            Map.entry("qpid.policy_type", "ring"));
  }
}
