package io.lockstep.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the session cookie says: {@code <id>-<epoch>[.route]}.
 *
 * @param id 64 hexadecimal digits
 * @param epoch the last one the client has seen, not negative; to the base 36 in the cookie
 */
record SessionCookie(String id, long epoch) {
  private static final int LONGEST = 160;
  private static final int RADIX = 36;
  private static final Pattern TEXT =
      Pattern.compile("([0-9a-f]{64})-([0-9a-z]{1,13})(?:\\.[A-Za-z0-9_-]{1,64})?");

  /** Empty when the text is anything else, however long. */
  static Optional<SessionCookie> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SessionCookie(matcher.group(1), Long.parseLong(matcher.group(2), RADIX)));
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /** The cookie's value, with the route unless that is empty. */
  String text(String route) {
    return id + "-" + Long.toString(epoch, RADIX) + (route.isEmpty() ? "" : "." + route);
  }
}
