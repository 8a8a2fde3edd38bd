package io.lockstep.systemtests.faults;

import io.lockstep.systemtests.history.HistoryCheck;
import io.lockstep.systemtests.history.HistoryWriter;
import io.lockstep.systemtests.history.SessionVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one run: each visitor's history, and for people the faults and what the servers
 * print.
 */
final class Histories {
  private final Path directory;
  private final List<Path> files = new ArrayList<>();

  private Histories(Path directory) {
    this.directory = directory;
  }

  /** Makes a new directory for them. */
  static Histories create(FaultSettings settings) throws IOException {
    Path parent = Files.createDirectories(settings.histories());
    return new Histories(Files.createTempDirectory(parent, "seed-%d-".formatted(settings.seed())));
  }

  Path directory() {
    return directory;
  }

  /** A new history for a visitor. */
  HistoryWriter writer(int visitor) throws IOException {
    Path file = directory.resolve("visitor-" + visitor + ".jsonl");
    files.add(file);
    return new HistoryWriter(file);
  }

  /** The file that tells of the faults, to be read beside the histories. */
  PrintWriter faults() throws IOException {
    return new PrintWriter(
        Files.newBufferedWriter(directory.resolve("faults.txt"), StandardCharsets.UTF_8), true);
  }

  /** The directory for what the servers print. */
  Path logs() throws IOException {
    return Files.createDirectories(directory.resolve("logs"));
  }

  /** What all of them tell. */
  Totals check() throws IOException {
    var sessions = new ArrayList<SessionVerdict>();
    for (Path file : files) {
      sessions.addAll(HistoryCheck.check(file));
    }
    return new Totals(sessions);
  }

  /** Removes those without a violation, and keeps the others. */
  void keepFailed() throws IOException {
    for (Path file : files) {
      if (HistoryCheck.check(file).stream().allMatch(each -> each.violations().isEmpty())) {
        Files.delete(file);
      }
    }
  }

  /** Removes the directory and all in it. */
  void delete() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
