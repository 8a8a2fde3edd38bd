package io.lockstep.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PauseTest {
  private static final char STOPPED = 'T';

  @Test
  void stopsAProcessUntilItIsClosed() throws Exception {
    var process = new ProcessBuilder("sleep", "600").start();
    try {
      var pause = Pause.of(process.pid());
      await().until(() -> state(process) == STOPPED);

      pause.close();
      await().until(() -> state(process) != STOPPED);
      assertThat(process.isAlive()).isTrue();

      pause.close();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void saysThatThereIsNoSuchProcess() throws Exception {
    var process = new ProcessBuilder("true").start();
    process.waitFor();

    assertThatThrownBy(() -> Pause.of(process.pid()))
        .isInstanceOf(StartException.class)
        .hasMessage("process " + process.pid() + " could not be stopped");
  }

  private static char state(Process process) throws IOException {
    var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
