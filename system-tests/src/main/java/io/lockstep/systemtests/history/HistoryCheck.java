package io.lockstep.systemtests.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Checks a visitor's history. It reads the file, and knows nothing of servers and faults. */
public final class HistoryCheck {
  private HistoryCheck() {}

  /**
   * What the file tells of each session.
   *
   * @throws IOException when it cannot be read
   * @throws java.io.UncheckedIOException when a line is not one of a history
   */
  public static List<SessionVerdict> check(Path file) throws IOException {
    return HistoryReader.sessions(file).entrySet().stream()
        .map(each -> SessionCheck.check(each.getKey(), each.getValue()))
        .toList();
  }
}
