package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AmqpTransportProviderTest {
  @Test
  void itIsFoundByTheNameAmqp() {
    assertThat(ServiceLoader.load(TransportProvider.class))
        .anyMatch(provider -> provider.name().equals("amqp"));
  }

  @Test
  void itMakesAClosedTransportWithoutConnecting() {
    Transport transport =
        new AmqpTransportProvider()
            .create(
                new NodeAddress("d", "c", "s", "a"),
                "default",
                Map.of("lockstep.amqp.uri", "amqp://127.0.0.1:1"));

    assertThat(transport.statistics().state()).isEqualTo("closed");
    assertThat(transport.maxFrameBytes()).isBetween(250_000, 1 << 18);
  }
}
