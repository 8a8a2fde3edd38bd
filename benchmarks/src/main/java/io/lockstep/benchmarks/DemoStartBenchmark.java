package io.lockstep.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How long a newcomer waits: from {@code ./lockstep demo} to the line with the console's address,
 * the first time on a fresh clone, which builds all, and later.
 *
 * <p>Settings: {@code benchmark.repository}, what is cloned; {@code benchmark.starts}, how often it
 * is started after the first time.
 */
public final class DemoStartBenchmark {
  private static final String READY = "  console  http";
  private static final Duration MOST = Duration.ofMinutes(10);

  private final Path clone;

  private DemoStartBenchmark(Path clone) {
    this.clone = clone;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(MachineFacts.describe());
    Path work = Files.createTempDirectory("lockstep-start");
    try {
      Path clone = work.resolve("clone");
      clone(Setting.text("repository", "."), clone);
      new DemoStartBenchmark(clone).run();
    } finally {
      Directories.delete(work);
    }
  }

  private static void clone(String repository, Path into) throws Exception {
    Process git =
        new ProcessBuilder("git", "clone", "-q", repository, into.toString()).inheritIO().start();
    if (git.waitFor() != 0) {
      throw new IOException("\"" + repository + "\" cannot be cloned");
    }
  }

  private void run() throws Exception {
    Duration first = start();
    var later = new ArrayList<Duration>();
    for (int i = 0; i < Setting.number("starts", 5); i++) {
      later.add(start());
    }
    later.sort(Duration::compareTo);
    System.out.println("- load average after (1 min): " + MachineFacts.load() + "\n");
    System.out.println("| start | times | seconds, median | least | most |");
    System.out.println("|---|---:|---:|---:|---:|");
    row("first, builds all", List.of(first));
    row("later", later);
  }

  private static void row(String name, List<Duration> sorted) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f | %.1f | %.1f |%n",
        name,
        sorted.size(),
        seconds(sorted.get(sorted.size() / 2)),
        seconds(sorted.get(0)),
        seconds(sorted.get(sorted.size() - 1)));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private Duration start() throws Exception {
    long begin = System.nanoTime();
    Process demo =
        new ProcessBuilder(clone.resolve("lockstep").toString(), "demo")
            .redirectErrorStream(true)
            .start();
    try {
      awaitReady(demo);
      return Duration.ofNanos(System.nanoTime() - begin);
    } finally {
      // Not by the process itself, which would close the stream that is read to its end.
      demo.toHandle().destroy();
      // A full pipe would keep it from ending.
      demo.getInputStream().transferTo(System.err);
      if (!demo.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
        demo.destroyForcibly();
      }
    }
  }

  private static void awaitReady(Process demo) throws IOException {
    BufferedReader output = demo.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      System.err.println(line);
      if (line.startsWith(READY)) {
        return;
      }
    }
    throw new IOException("The demo ended before it was up");
  }
}
