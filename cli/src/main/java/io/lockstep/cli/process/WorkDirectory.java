package io.lockstep.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory for one demo's files, gone when the demo is. Its name holds the demo's process id, so
 * that a later demo can remove what a killed one left behind.
 */
public final class WorkDirectory implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("lockstep-demo-(\\d+)-.*");

  private static final int MOST_TIMES = 100;
  private static final int PAUSE_MS = 50;

  private final Path path;

  private WorkDirectory(Path path) {
    this.path = path;
  }

  /** Makes a new one in the system's directory for temporary files. */
  public static WorkDirectory create() throws IOException {
    var parent = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    leftBehind(parent).forEach(WorkDirectory::delete);
    var prefix = "lockstep-demo-" + ProcessHandle.current().pid() + "-";
    return new WorkDirectory(Files.createTempDirectory(parent, prefix));
  }

  public Path path() {
    return path;
  }

  /** Removes the directory and all in it. */
  @Override
  public void close() {
    delete(path);
  }

  /** Removes a directory and all in it, as far as that can be done. */
  static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(WorkDirectory::deleteOne);
    } catch (IOException | UncheckedIOException alreadyGone) {
      // Another process of the same demo removes it as well.
    }
  }

  /**
   * As {@link #delete}, until the directory stays away: this process, which is about to end, may
   * just be writing into it.
   */
  static void deleteForGood(Path directory) throws InterruptedException {
    int seenGone = 0;
    for (int time = 0; time < MOST_TIMES && seenGone < 2; time++) {
      delete(directory);
      seenGone = Files.exists(directory) ? 0 : seenGone + 1;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    }
  }

  private static void deleteOne(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException notOurs) {
      // What cannot be removed stays for whoever may.
    }
  }

  private static List<Path> leftBehind(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(WorkDirectory::isLeftBehind).toList();
    }
  }

  private static boolean isLeftBehind(Path entry) {
    var name = NAME.matcher(String.valueOf(entry.getFileName()));
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }
}
