package io.lockstep.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the session cookie, with the attributes that the application set in its
 * deployment descriptor or its {@link SessionCookieConfig}. Thread-safe.
 */
final class SessionCookies {
  /** Nested paths may each have sent one; more than this are an attack. */
  private static final int MOST = 4;

  /** What a path may hold as it is, but for {@code ;}, which ends a cookie's attribute. */
  private static final String PLAIN_IN_PATHS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,=:@/%";

  private final String name;
  private final String route;
  private final CookieSeal seal;
  private final String path;
  private final boolean secure;
  private final int maxAge;
  private final Map<String, String> attributes;
  private final WebCounters counters;

  /** Takes what is configured by now. */
  SessionCookies(
      ServletContext context, String name, String route, CookieSeal seal, WebCounters counters) {
    SessionCookieConfig config = context.getSessionCookieConfig();
    this.name = name;
    this.route = route;
    this.seal = seal;
    this.counters = counters;
    this.path = path(config.getPath(), context.getContextPath());
    this.secure = config.isSecure();
    this.maxAge = config.getMaxAge();
    this.attributes = attributes(config);
  }

  private static String path(@Nullable String configured, String contextPath) {
    if (configured != null) {
      return configured;
    }
    return contextPath.isEmpty() ? "/" : encoded(contextPath);
  }

  /** As browsers write the path: some containers tell it decoded, others not. */
  private static String encoded(String path) {
    var text = new StringBuilder();
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      int character = octet & 0xff;
      if (PLAIN_IN_PATHS.indexOf(character) >= 0) {
        text.append((char) character);
      } else {
        text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return text.toString();
  }

  private static Map<String, String> attributes(SessionCookieConfig config) {
    var attributes = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    attributes.put("SameSite", "Lax");
    attributes.put("HttpOnly", "true");
    @Nullable Map<String, @Nullable String> configured = config.getAttributes();
    if (configured != null) {
      attributes.putAll(setAmong(configured));
    }
    @Nullable String domain = config.getDomain();
    if (domain != null) {
      attributes.put("Domain", domain);
    }
    List.of("Name", "Path", "Max-Age", "Secure", "Comment").forEach(attributes::remove);
    return attributes;
  }

  /**
   * Jetty lists what nobody set as well, so that its "false" does not mean that somebody said so.
   */
  private static Map<String, String> setAmong(Map<String, @Nullable String> configured) {
    var given = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    configured.forEach(
        (attribute, value) -> {
          if (value != null) {
            given.put(attribute, value);
          }
        });
    if (given.containsKey("Name")) {
      given.remove("HttpOnly", "false");
    }
    return given;
  }

  /** What well-formed session cookies the client presents, each once, in the order sent. */
  List<SessionCookie> presented(HttpServletRequest request) {
    Cookie @Nullable [] cookies = request.getCookies();
    if (cookies == null) {
      return List.of();
    }
    List<String> values =
        Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(name))
            .map(Cookie::getValue)
            .toList();
    if (values.size() > MOST) {
      counters.tooManyCookies();
      return List.of();
    }
    var found = new LinkedHashSet<SessionCookie>();
    for (String value : values) {
      Optional<SessionCookie> cookie = SessionCookie.parse(value, seal);
      cookie.ifPresentOrElse(found::add, counters::malformedCookie);
    }
    return List.copyOf(found);
  }

  /** Sends the cookie; a browser takes the last one of its name. */
  void send(HttpServletRequest request, HttpServletResponse response, SessionCookie cookie) {
    write(request, response, cookie.text(route, seal), maxAge);
  }

  /** Has the client drop the cookie. */
  void expire(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, "", 0);
  }

  private void write(
      HttpServletRequest request, HttpServletResponse response, String value, int age) {
    var cookie = new Cookie(name, value);
    attributes.forEach(cookie::setAttribute);
    cookie.setHttpOnly(!"false".equalsIgnoreCase(attributes.get("HttpOnly")));
    cookie.setPath(path);
    cookie.setSecure(secure || request.isSecure());
    cookie.setMaxAge(age);
    response.addCookie(cookie);
  }

  /** Whether the response carries the cookie by now. */
  boolean isIn(HttpServletResponse response) {
    return response.getHeaders("Set-Cookie").stream().anyMatch(this::isOurs);
  }

  private boolean isOurs(String header) {
    return header.startsWith(name + "=");
  }
}
