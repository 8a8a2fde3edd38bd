package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AuthenticationFailureException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectFailureTest {
  private static String refusedAt(String uri) {
    AmqpSettings settings = AmqpSettings.of(Map.of("lockstep.amqp.uri", uri));
    return ConnectFailure.explain(
        settings,
        settings.brokers().list().get(0),
        new AuthenticationFailureException("ACCESS_REFUSED - Login was refused"));
  }

  @Test
  void guestAtAnotherMachineIsToldWhyThatCannotWork() {
    assertThat(refusedAt("amqp://broker"))
        .isEqualTo(
            "The broker amqp://broker refuses user \"guest\": wrong user name or password in"
                + " lockstep.amqp.uri; RabbitMQ allows guest from its own machine only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp://localhost", "amqp://127.0.0.1", "amqp://[::1]:5", "amqp://me@b"})
  void othersHaveTheWrongPassword(String uri) {
    assertThat(refusedAt(uri)).endsWith("wrong user name or password in lockstep.amqp.uri");
  }
}
