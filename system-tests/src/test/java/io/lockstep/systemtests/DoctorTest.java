package io.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.testkit.broker.PrivateRabbitMq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lockstep doctor} says of a real broker. */
class DoctorTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String FILE =
      """
      <server>
        <clustering enabled="true">
          <domain>doctor</domain><cluster>one</cluster><server>me</server>
        </clustering>
        <messaging>
          <default-messaging-factory class="amqp">
            <config><uri>%s</uri></config>
          </default-messaging-factory>
        </messaging>
      </server>
      """;

  @TempDir Path directory;

  private LockstepProcess examine(PrivateRabbitMq broker) throws IOException {
    Path file = Files.writeString(directory.resolve("doctor.xml"), FILE.formatted(broker.uri()));
    return LockstepProcess.start("doctor", "--config", file.toString(), "--seconds", "3");
  }

  @Test
  void aBrokerThatIsShortOfMemoryIsToldWithTheReasonAndOneThatIsNotIsWell() throws Exception {
    PrivateRabbitMq.assumeInstalled();
    try (var broker = PrivateRabbitMq.start()) {
      try (var doctor = examine(broker)) {
        assertThat(doctor.exitStatus(TIMEOUT)).as(doctor.text()).isZero();
      }
      broker.control("set_vm_memory_high_watermark", "0");
      try (var doctor = examine(broker)) {
        assertThat(doctor.exitStatus(TIMEOUT)).as(doctor.text()).isEqualTo(1);
        assertThat(doctor.text()).contains("takes nothing from those who publish: low on memory");
      }
    }
  }
}
