package io.lockstep.web.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets in who calls from this machine: over a loopback connection, under a loopback name, and not
 * through a proxy that names a caller from elsewhere.
 *
 * <p>The name is checked because a web page from anywhere can make a browser on this machine call
 * 127.0.0.1 under that page's own host name, and then read the answer. A proxy on this machine that
 * names neither its caller nor the host it was called by cannot be told from a local caller.
 */
final class LoopbackRule implements AccessRule {
  private static final String ALLOWED =
      " Only callers from this machine may see it; the setting "
          + ConsoleSettings.ACCESS
          + " = any opens it to all.";

  private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 =
      Pattern.compile("(::|(0{1,4}:){7})0{0,3}1|(::|(0{1,4}:){5})(?i:ffff):127(\\.\\d{1,3}){3}");
  private static final Pattern BRACKETED = Pattern.compile("\\[([^]]*)](:\\d*)?");

  private static final Pattern PORT = Pattern.compile(":\\d*$");

  /** The callers that a {@code Forwarded} header names (RFC 7239). */
  private static final Pattern FORWARDED_FOR =
      Pattern.compile("(?i)\\bfor\\s*=\\s*(\"[^\"]*\"|[^;,\\s]*)");

  @Override
  public Optional<String> refusal(HttpServletRequest request) {
    if (!isLoopback(request.getRemoteAddr())) {
      return refuse("The console does not answer to " + request.getRemoteAddr() + ".");
    }
    if (!isLoopbackName(host(request))) {
      return refuse("The console does not answer under this host name.");
    }
    if (!forwardedFor(request).allMatch(LoopbackRule::isLoopbackName)) {
      return refuse("The console does not answer to callers that a proxy brings from elsewhere.");
    }
    return Optional.empty();
  }

  private static Optional<String> refuse(String what) {
    return Optional.of(what + ALLOWED);
  }

  private static String host(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host == null ? request.getServerName() : host;
  }

  private static Stream<String> forwardedFor(HttpServletRequest request) {
    Stream<String> plain =
        Stream.of("X-Forwarded-For", "X-Real-IP")
            .flatMap(name -> headers(request, name).stream())
            .flatMap(value -> Stream.of(value.split(",")));
    Stream<String> standard =
        headers(request, "Forwarded").stream()
            .flatMap(value -> FORWARDED_FOR.matcher(value).results().map(LoopbackRule::unquoted));
    return Stream.concat(plain, standard).map(String::strip);
  }

  private static String unquoted(MatchResult found) {
    return found.group(1).replace("\"", "");
  }

  private static List<String> headers(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  /** Whether a host, with or without a port, is this machine's own. */
  static boolean isLoopbackName(String host) {
    String name = host.strip();
    Matcher bracketed = BRACKETED.matcher(name);
    if (bracketed.matches()) {
      return isLoopback(bracketed.group(1));
    }
    String withoutPort = PORT.matcher(name).replaceFirst("");
    return isLoopback(name) || isLoopback(withoutPort) || withoutPort.equalsIgnoreCase("localhost");
  }

  /** Whether an address in digits is a loopback address; nothing is looked up. */
  static boolean isLoopback(String address) {
    return IPV4.matcher(address).matches() || IPV6.matcher(address).matches();
  }
}
