package io.lockstep.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running child process. Its output goes to a file. Thread-safe. */
public final class Child {
  /** Environment variables that would change how a Java child runs, and make it say so. */
  private static final List<String> JVM_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  /** Without it, a child takes the end of its input for the death of its parent. */
  private static final byte[] LAST_WORD = {'e', 'n', 'd', '\n'};

  private final String name;
  private final Process process;
  private final String awaited;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private volatile String lineBefore = "";
  private volatile String lastLine = "";

  private Child(String name, Process process, String awaited) {
    this.name = name;
    this.process = process;
    this.awaited = awaited;
  }

  /**
   * Starts a process.
   *
   * @param awaited how the line begins with which the process says that it is ready
   * @param input is written to its standard input, which then stays open
   * @param log gets what it prints
   */
  static Child start(String name, List<String> command, String awaited, String input, Path log)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(JVM_OPTIONS);
    var process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    var child = new Child(name, process, awaited);
    var reader = new Thread(() -> child.read(log), "output of " + name);
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** The last two lines it printed, other than of a stack trace; empty when it printed nothing. */
  public String lastWords() {
    return lineBefore.isEmpty() ? lastLine : lineBefore + "; " + lastLine;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * The rest of the line with which it said that it is ready. Fails with {@link StartException}
   * when it ended instead.
   */
  public CompletableFuture<String> ready() {
    return ready;
  }

  /** Its exit status, when it has ended; 128 and the signal's number when a signal ended it. */
  public CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, by the end of its standard input, and by SIGTERM if it has none. */
  void askToEnd(boolean byInput) {
    if (!byInput) {
      process.destroy();
      return;
    }
    try (OutputStream input = process.getOutputStream()) {
      input.write(LAST_WORD);
    } catch (IOException ended) {
      // It has ended already.
    }
  }

  /** Waits until it has ended, and kills it when that takes longer. */
  void awaitEnd(long timeout, TimeUnit unit) {
    try {
      if (!process.waitFor(timeout, unit)) {
        kill();
        process.waitFor(timeout, unit);
      }
    } catch (InterruptedException interrupted) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private void read(Path log) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var out =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        note(line);
      }
    } catch (IOException failure) {
      note(failure.toString());
    }
    ready.completeExceptionally(new StartException(name + " ended early: " + lastLine));
  }

  private void note(String line) {
    if (line.startsWith(awaited)) {
      ready.complete(line.substring(awaited.length()).strip());
    } else if (!line.isBlank() && !line.startsWith("\t")) {
      lineBefore = lastLine;
      lastLine = line.strip();
    }
  }
}
