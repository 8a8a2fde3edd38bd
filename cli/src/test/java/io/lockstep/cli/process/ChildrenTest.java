package io.lockstep.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
  @Test
  void tellsAJavaChildItsSettingsAndEndsItWithItsInput(@TempDir Path logs) {
    try (var children = new Children(logs)) {
      var child = children.startJava(program("echo"), "READY");

      assertThat(child.ready().orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("hush");
      children.end(child);
      assertThat(child.ended().join()).isZero();
    }
  }

  @Test
  void tellsTheLastWordsOfAChildThatEndsEarly(@TempDir Path logs) {
    try (var children = new Children(logs)) {
      var child = children.startJava(program("fail"), "READY");

      assertThatThrownBy(() -> child.ready().orTimeout(20, TimeUnit.SECONDS).join())
          .isInstanceOf(CompletionException.class)
          .hasRootCauseInstanceOf(StartException.class)
          .hasRootCauseMessage("child ended early: no luck");
    }
  }

  @Test
  void endsAllWhenItIsClosed(@TempDir Path logs) {
    var children = new Children(logs);
    var java = children.startJava(program("echo"), "READY");
    var other = children.startNative("other", List.of("/bin/sleep", "600"), "-");
    assertThat(other.isAlive()).isTrue();

    children.close();

    assertThat(java.isAlive()).isFalse();
    assertThat(other.isAlive()).isFalse();
    assertThatThrownBy(() -> children.startJava(program("echo"), "READY"))
        .isInstanceOf(StartException.class);
  }

  @Test
  void keepsWhatAChildPrints(@TempDir Path logs) throws Exception {
    try (var children = new Children(logs)) {
      var child = children.startJava(program("echo"), "READY");
      child.ready().orTimeout(20, TimeUnit.SECONDS).join();
    }

    assertThat(Files.readString(logs.resolve("child.log"))).contains("READY");
  }

  @Test
  void keepsItsFilesWhenAChildIsEndedInOrder(@TempDir Path logs, @TempDir Path files) {
    try (var children = new Children(logs)) {
      var child = children.startJava(program(files.toString()), "READY");
      child.ready().orTimeout(20, TimeUnit.SECONDS).join();

      children.end(child);

      assertThat(files).exists();
    }
  }

  private static JavaProgram program(String what) {
    return new JavaProgram(
        "child", ChildMain.class.getName(), 32, List.of(what), Map.of("test.word", "hush"));
  }

  /** The child. */
  static final class ChildMain {
    private ChildMain() {}

    public static void main(String[] arguments) throws Exception {
      ParentWatch.readSettings();
      ParentWatch.start(Path.of(arguments[0]));
      if (arguments[0].equals("fail")) {
        System.err.println("no luck");
        System.exit(1);
      }
      System.out.println("READY " + System.getProperty("test.word"));
      Thread.currentThread().join();
    }
  }
}
