package io.lockstep.cli.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Ends this process with the one that started it: its standard input, a pipe from there, then ends.
 * That holds for a parent that was killed, too.
 */
public final class ParentWatch {
  private ParentWatch() {}

  /**
   * Makes what the parent tells on standard input, lines of {@code name=value} up to an empty one,
   * system properties. Called before {@link #start}.
   */
  public static void readSettings() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = System.in.read(); next >= 0; next = System.in.read()) {
      if (next != '\n') {
        line.write(next);
      } else if (line.size() == 0) {
        return;
      } else {
        var setting = line.toString(StandardCharsets.UTF_8).split("=", 2);
        System.setProperty(setting[0], setting.length > 1 ? setting[1] : "");
        line.reset();
      }
    }
  }

  /**
   * Starts to watch, on a thread of its own.
   *
   * @param directory is removed when the parent was killed, and cannot do it: a parent that lives
   *     says a word before it ends the input
   */
  public static void start(Path directory) {
    watch(() -> WorkDirectory.deleteAfterwards(directory));
  }

  /** Starts to watch, on a thread of its own. */
  public static void start() {
    watch(() -> {});
  }

  private static void watch(Runnable ifKilled) {
    var thread = new Thread(() -> endWithInput(System.in, ifKilled), "parent-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private static void endWithInput(InputStream input, Runnable ifKilled) {
    boolean asked = false;
    try {
      while (input.read() >= 0) {
        asked = true;
      }
    } catch (IOException ended) {
      // As good as its end.
    }
    if (!asked) {
      ifKilled.run();
    }
    Runtime.getRuntime().halt(0);
  }
}
