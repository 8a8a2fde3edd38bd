package io.lockstep.systemtests.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.systemtests.history.Event.Asked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a visitor's history from its file. */
final class HistoryReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HistoryReader() {}

  /** The calls of each session, in the order in which they went out. */
  static Map<String, List<Call>> sessions(Path file) throws IOException {
    List<Event> events;
    try (var lines = Files.lines(file)) {
      events = lines.map(HistoryReader::event).toList();
    }
    var ends = new HashMap<Long, Event>();
    events.stream()
        .filter(event -> !(event instanceof Asked))
        .forEach(event -> ends.put(event.call(), event));
    var sessions = new LinkedHashMap<String, List<Call>>();
    for (Event event : events) {
      if (event instanceof Asked asked) {
        sessions
            .computeIfAbsent(asked.session(), name -> new ArrayList<>())
            .add(new Call(asked, ends.get(asked.call())));
      }
    }
    return sessions;
  }

  private static Event event(String line) {
    try {
      return JSON.readValue(line, Event.class);
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException("not a line of a history: " + line, malformed);
    }
  }
}
