package io.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be is told in one clear line, with exit status 2, and nothing starts. */
class BadInputTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void refusesAnOptionOutOfRange() throws Exception {
    assertThatIsRefused(
        "lockstep: --servers: '1' is not a number between 2 and 9",
        LockstepProcess.start("demo", "--servers", "1"));
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertThatIsRefused(
          "lockstep: --port: " + port + " is taken", LockstepProcess.start("demo", "--port", port));
    }
  }

  @Test
  void refusesABrokerThatIsNotThere() throws Exception {
    assertThatIsRefused(
        "lockstep: --broker: ",
        LockstepProcess.start("demo", "--broker", "amqp://me:secret@127.0.0.1:1"));
  }

  @Test
  void refusesAJdkThatIsTooOld(@TempDir Path home) throws Exception {
    assertThatIsRefused(
        "lockstep: Java 11.0.2 ", LockstepProcess.start(Map.of("JAVA_HOME", oldJdk(home)), "demo"));
  }

  private static void assertThatIsRefused(String beginning, LockstepProcess lockstep)
      throws InterruptedException {
    try (lockstep) {
      assertThat(lockstep.exitStatus(TIMEOUT)).as(lockstep.text()).isEqualTo(2);
      assertThat(lockstep.err()).hasSize(1);
      assertThat(lockstep.err().get(0)).startsWith(beginning).doesNotContain("secret");
      assertThat(lockstep.out()).isEmpty();
    }
  }

  private static String oldJdk(Path home) throws IOException {
    var java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return home.toString();
  }
}
