package io.lockstep.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
  private static final Pattern WITH_PORT =
      Pattern.compile(
          "(\\[(?<six>[0-9A-Fa-f:.%]+)]|(?<host>[^\\[\\]:/\\s]+))(:(?<port>\\d{1,5}))?");
  private static final Pattern BARE_SIX = Pattern.compile("[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}");

  /** Reads {@code host}, {@code host:port}, {@code [v6]:port} or {@code v6}. */
  static Optional<HostPort> parse(String text, int otherwise) {
    if (BARE_SIX.matcher(text).matches()) {
      return Optional.of(new HostPort(text, otherwise));
    }
    Matcher matcher = WITH_PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group("six") == null ? matcher.group("host") : matcher.group("six");
    int port = matcher.group("port") == null ? otherwise : Integer.parseInt(matcher.group("port"));
    return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new HostPort(host, port));
  }
}
