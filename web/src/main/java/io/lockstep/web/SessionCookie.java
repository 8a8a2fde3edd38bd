package io.lockstep.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the session cookie says: {@code <id>-<epoch>-<seal>[.route]}.
 *
 * @param id 64 hexadecimal digits
 * @param epoch the last one the client has seen, not negative; to the base 36 in the cookie
 */
record SessionCookie(String id, long epoch) {
  private static final int LONGEST = 160;
  private static final int RADIX = 36;
  private static final Pattern TEXT =
      Pattern.compile("([0-9a-f]{64})-([0-9a-z]{1,13})-([0-9a-f]{16})(?:\\.[A-Za-z0-9_-]{1,64})?");

  /** Empty when the text is anything else, however long, or not sealed under this secret. */
  static Optional<SessionCookie> parse(String text, CookieSeal seal) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()
        || !seal.fits(matcher.group(1) + "-" + matcher.group(2), matcher.group(3))) {
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
  String text(String route, CookieSeal seal) {
    String said = id + "-" + Long.toString(epoch, RADIX);
    return said + "-" + seal.of(said) + (route.isEmpty() ? "" : "." + route);
  }
}
