package io.lockstep.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directories that demos keep their files in. */
final class WorkDirectories {
  private WorkDirectories() {}

  /** Those of the demo of that process that are still there. */
  static List<Path> of(long pid) throws IOException {
    try (var entries = Files.list(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))) {
      var beginning = "lockstep-demo-" + pid + "-";
      return entries
          .filter(each -> String.valueOf(each.getFileName()).startsWith(beginning))
          .toList();
    }
  }
}
