package io.lockstep.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory for one demo's files, gone when the demo is. Its name holds the demo's process id, so
 * that a later demo can remove what a killed one left behind.
 */
public final class WorkDirectory implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("lockstep-demo-(\\d+)-.*");

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
   * Has the directory removed once this process, which is about to end, has ended: until then its
   * other threads may be writing into it.
   */
  static void deleteAfterwards(Path directory) {
    try {
      new ProcessBuilder("sh", "-c", "sleep 0.3; rm -rf -- \"$0\"", directory.toString()).start();
    } catch (IOException noShell) {
      delete(directory);
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
