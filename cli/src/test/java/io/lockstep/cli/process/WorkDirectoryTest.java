package io.lockstep.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkDirectoryTest {
  @Test
  void isGoneWithAllInItWhenItIsClosed() throws IOException {
    Path path;
    try (var work = WorkDirectory.create()) {
      path = work.path();
      Files.createDirectories(path.resolve("a/b"));
      Files.writeString(path.resolve("a/b/c"), "text");
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void removesWhatAKilledDemoLeftBehind() throws Exception {
    var ended = new ProcessBuilder("true").start();
    ended.waitFor();
    var left = Files.createTempDirectory("lockstep-demo-" + ended.pid() + "-");

    WorkDirectory.create().close();

    assertThat(left).doesNotExist();
  }
}
