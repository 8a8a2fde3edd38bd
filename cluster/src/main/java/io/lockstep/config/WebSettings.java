package io.lockstep.config;

import java.util.List;

/**
 * What concerns a web application alone.
 *
 * @param cookieName the session cookie's name; {@code LOCKSTEP} by default, never {@code
 *     JSESSIONID}
 * @param route what follows the id in the cookie, for a balancer; may be empty
 * @param levelHeader whether responses tell the level reached in a header
 * @param console whether the console is served
 * @param listeners classes of session listeners that get an instance from Lockstep
 */
public record WebSettings(
    String cookieName, String route, boolean levelHeader, boolean console, List<String> listeners) {
  /** Copies the list; throws {@link IllegalArgumentException} for a name that is none. */
  public WebSettings {
    Catalogue.COOKIE_NAME.check(cookieName);
    Catalogue.ROUTE.check(route);
    listeners = List.copyOf(listeners);
  }

  /** The console, the cookie {@code LOCKSTEP}, and nothing else. */
  public static WebSettings defaults() {
    return new WebSettings("LOCKSTEP", "", false, true, List.of());
  }
}
