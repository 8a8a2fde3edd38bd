package io.lockstep.systemtests;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A run of the {@code lockstep} script, and of all the processes that it starts. */
final class LockstepProcess implements AutoCloseable {
  private static final Path SCRIPT = Path.of("..", "lockstep").toAbsolutePath().normalize();

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

  private LockstepProcess(Process process) {
    this.process = process;
  }

  /** Starts the script with these arguments. */
  static LockstepProcess start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /**
   * Starts the script.
   *
   * @param environment variables to set; an empty value removes one
   */
  static LockstepProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    // A build that runs in the background ignores Ctrl-C, and hands that on to what it starts.
    var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(SCRIPT.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    var run = new LockstepProcess(builder.start());
    run.read(run.process.inputReader(StandardCharsets.UTF_8), run.out);
    run.read(run.process.errorReader(StandardCharsets.UTF_8), run.err);
    return run;
  }

  /** Waits for its end and returns its exit status. */
  int exitStatus(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("lockstep did not end within " + timeout + "\n" + text());
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !process.descendants().findAny().isPresent());
    return process.exitValue();
  }

  /** Waits until a line of its output begins so, after blanks. */
  void awaitLine(String beginning, Duration timeout) {
    await()
        .atMost(timeout)
        .failFast("lockstep ended early", () -> !process.isAlive())
        .until(() -> out.stream().anyMatch(line -> line.strip().startsWith(beginning)));
  }

  /** The address that it has told by that name. */
  String told(String name) {
    return out.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  List<String> out() {
    return List.copyOf(out);
  }

  List<String> err() {
    return List.copyOf(err);
  }

  /** All it has printed. */
  String text() {
    return String.join("\n", out) + "\n" + String.join("\n", err);
  }

  long pid() {
    return process.pid();
  }

  /** Sends it SIGKILL, and none of its children anything. */
  void kill() {
    noteDescendants();
    process.destroyForcibly();
  }

  /** Ends its standard input. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends it the signal that Ctrl-C sends. */
  void interrupt() throws IOException, InterruptedException {
    noteDescendants();
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** The processes that it, or they, ever started and that still run. */
  List<String> left() {
    return running().map(each -> each.pid() + " " + each.info().commandLine().orElse("")).toList();
  }

  private Stream<ProcessHandle> running() {
    return descendants.stream().filter(LockstepProcess::runs);
  }

  /** How many processes it, or they, ever started, as far as was seen. */
  int started() {
    return descendants.size();
  }

  /** A zombie that nobody has collected yet does not run any more. */
  private static boolean runs(ProcessHandle handle) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
      return handle.isAlive() && !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException gone) {
      return false;
    }
  }

  private void noteDescendants() {
    process.descendants().forEach(descendants::add);
  }

  private void read(BufferedReader reader, List<String> lines) {
    var thread =
        new Thread(
            () -> {
              try {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                  lines.add(line);
                  noteDescendants();
                }
              } catch (IOException | UncheckedIOException ended) {
                // Its output ends with it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    noteDescendants();
    process.destroyForcibly();
    running().forEach(ProcessHandle::destroyForcibly);
  }
}
