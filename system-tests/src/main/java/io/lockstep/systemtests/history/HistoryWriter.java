package io.lockstep.systemtests.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a visitor's history into a file, each line as it happens. Thread-safe. */
public final class HistoryWriter implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final BufferedWriter out;

  /**
   * @param file is made anew
   */
  public HistoryWriter(Path file) throws IOException {
    out = Files.newBufferedWriter(file);
  }

  /** Adds a line; it is in the file when this returns. */
  public synchronized void write(Event event) {
    try {
      out.write(text(event));
      out.newLine();
      out.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String text(Event event) throws JsonProcessingException {
    return json.writeValueAsString(event);
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
