package io.lockstep.cli.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.cli.BadInputException;
import io.lockstep.cli.process.FreePorts;
import java.net.URI;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {
  @Test
  void namesTheAddressButNoPasswordWhenNobodyAnswers() {
    int port = new FreePorts().next();

    assertThatThrownBy(() -> BrokerProbe.check(URI.create("amqp://guest:secret@127.0.0.1:" + port)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("--broker: ")
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageNotContaining("secret");
  }
}
