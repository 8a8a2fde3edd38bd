package io.lockstep.transport.amqp;

import java.net.URI;
import java.net.URISyntaxException;

/** A broker's URI. As text it never shows the password. */
record BrokerAddress(URI uri) {
  private static final String ALLOWED =
      "amqp://[user:password@]host[:port][,host[:port]…][/virtual-host] or amqps://…";

  /**
   * Throws {@link IllegalArgumentException} that names the setting when the value is no such URI.
   */
  static BrokerAddress of(String setting, String value) {
    String text = value.strip();
    try {
      var uri = new URI(text);
      if (isBroker(uri)) {
        return new BrokerAddress(uri);
      }
    } catch (URISyntaxException e) {
      // Its message repeats the whole value, password included, so it is not kept as the cause.
      throw wrong(setting, text);
    }
    throw wrong(setting, text);
  }

  private static boolean isBroker(URI uri) {
    return uri.getHost() != null
        && ("amqp".equalsIgnoreCase(uri.getScheme()) || "amqps".equalsIgnoreCase(uri.getScheme()))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && (uri.getRawPath() == null || uri.getRawPath().indexOf('/', 1) < 0);
  }

  private static IllegalArgumentException wrong(String setting, String value) {
    return new IllegalArgumentException(
        "%s \"%s\": allowed is %s".formatted(setting, masked(value), ALLOWED));
  }

  /** Hides whatever stands between the first colon after the scheme and the last at sign. */
  private static String masked(String value) {
    return value.replaceFirst("^([a-zA-Z]+:/*)?([^:@/]*):.*@", "$1$2:***@");
  }

  boolean isEncrypted() {
    return "amqps".equalsIgnoreCase(uri.getScheme());
  }

  /** Whether the host is written as one that can be no other machine. */
  boolean isOnThisMachine() {
    return uri.getHost().matches("(?i)localhost|127\\..*|\\[::1\\]");
  }

  /** The user to log on as; {@code guest} when the URI names none. */
  String user() {
    String info = uri.getUserInfo();
    return info == null ? "guest" : info.split(":", 2)[0];
  }

  @Override
  public String toString() {
    return masked(uri.toString());
  }
}
