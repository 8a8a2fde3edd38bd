package io.lockstep.benchmarks;

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
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own, which ends with its standard input. */
final class ChildProcess implements AutoCloseable {
  /** How the demo starts its processes: small, and quick to start. */
  static List<String> demoFlags(int heapMegabytes) {
    return List.of(
        "-Xmx" + heapMegabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xss512k",
        "-XX:-UsePerfData");
  }

  private final Process process;
  private final String readiness;

  private ChildProcess(Process process, String readiness) {
    this.process = process;
    this.readiness = readiness;
  }

  /**
   * Starts it and waits for the line that says that it is ready.
   *
   * @param flags the virtual machine's
   * @param program the main class and its arguments
   * @param settings go to its standard input, followed by an empty line, unless there are none
   * @param ready how the line begins
   */
  static ChildProcess start(
      List<String> flags,
      String classPath,
      List<String> program,
      Map<String, String> settings,
      String ready)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath));
    command.addAll(program);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var input = new StringBuilder();
    settings.forEach((name, value) -> input.append(name).append('=').append(value).append('\n'));
    if (!settings.isEmpty()) {
      process.getOutputStream().write((input + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }
    return new ChildProcess(process, awaitLine(process, ready));
  }

  private static String awaitLine(Process process, String ready) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(ready)) {
        drain(output);
        return line.substring(ready.length()).strip();
      }
      System.err.println(line);
    }
    throw new IOException("A process ended before it said " + ready);
  }

  /** A full pipe would hold the process up. */
  private static void drain(BufferedReader output) {
    var thread = new Thread(() -> output.lines().forEach(System.err::println), "child-output");
    thread.setDaemon(true);
    thread.start();
  }

  /** The embedded broker; {@link #readiness()} is its URI. */
  static ChildProcess broker(List<String> flags) throws IOException {
    return start(
        flags,
        System.getProperty("java.class.path", ""),
        List.of("io.lockstep.transport.amqp.broker.EmbeddedBroker"),
        Map.of(),
        "BROKER");
  }

  /** An embedded JMS broker; {@link #readiness()} is its URI. */
  static ChildProcess jmsBroker(List<String> flags) throws IOException {
    return start(
        flags,
        System.getProperty("java.class.path", ""),
        List.of("io.lockstep.transport.jms.broker.EmbeddedArtemis"),
        Map.of(),
        "BROKER");
  }

  /** What followed the word on the line by which it said that it is ready. */
  String readiness() {
    return readiness;
  }

  /** How much processor time it has used. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** A number out of the kernel's status of the process, for example {@code VmRSS} in kB. */
  long status(String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits while it runs. */
  void run(Duration time) throws InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("A process ended with status " + process.exitValue());
    }
  }

  /** Ends it with SIGKILL, at once. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    awaitEnd(process);
  }

  /** Waits until the process ends, and ends it with SIGKILL after five seconds. */
  static void awaitEnd(Process process) {
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
