package io.lockstep.cli.tour;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One visitor's cookies. Not thread-safe: a visitor asks one thing at a time. */
public final class Cookies {
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Takes over what the {@code Set-Cookie} headers of a response say. */
  public void take(List<String> headers) {
    headers.forEach(this::take);
  }

  private void take(String header) {
    var parts = header.split(";", -1);
    var pair = parts[0].split("=", 2);
    boolean removed = header.toLowerCase(Locale.ROOT).matches(".*;\\s*max-age=0\\b.*");
    if (removed || pair.length < 2) {
      values.remove(pair[0].strip());
    } else {
      values.put(pair[0].strip(), pair[1].strip());
    }
  }

  /** Forgets all of them. */
  public void clear() {
    values.clear();
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The cookie's value; empty when there is none of that name. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** The value of a {@code Cookie} header. */
  public String header() {
    return values.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining("; "));
  }
}
