package io.lockstep.cli.balancer;

import java.util.stream.Collectors;

/**
 * Writes an HAProxy configuration under which a killed server costs visitors nothing that could be
 * avoided, and no request that changes something is ever sent twice. Tried with HAProxy 2.6.
 */
final class HaproxyConfiguration {
  private HaproxyConfiguration() {}

  static String text(BalancerSettings settings) {
    return DEFAULTS + frontend(settings) + backend(settings) + control(settings);
  }

  private static final String DEFAULTS =
      """
      global
        maxconn 4000

      defaults
        mode http
        timeout connect 1s
        timeout check 2s
        timeout client 60s
        timeout server 30s
        timeout http-request 10s
        timeout http-keep-alive 60s
        # A server that cannot be reached: try another one, at once.
        retries 3
        option redispatch 1
        # A server that died with the request, or says 503: likewise, but see disable-l7-retry.
        retry-on conn-failure empty-response 503

      """;

  private static String frontend(BalancerSettings settings) {
    var control =
        settings.control().isPresent() ? "  use_backend control if { path_beg /demo/ }\n" : "";
    return """
        frontend visitors
          bind 127.0.0.1:%d
          http-request redirect location /shop/ if { path / }
        %s  default_backend servers

        """
        .formatted(settings.port(), control);
  }

  private static String backend(BalancerSettings settings) {
    var servers =
        settings.backends().stream()
            .map(
                each ->
                    "  server %1$s 127.0.0.1:%2$d cookie %1$s\n"
                        .formatted(each.name(), each.port()))
            .collect(Collectors.joining());
    return """
        backend servers
          balance roundrobin
          cookie ROUTE insert indirect nocache httponly
          # What is not idempotent is never sent a second time once a server may have seen it.
          acl idempotent method GET HEAD OPTIONS TRACE PUT DELETE
          http-request disable-l7-retry unless idempotent
          # Who has no session may go anywhere, so that none begins on a server that drains.
          http-request replace-header Cookie '(.*; *)?ROUTE=[^;]*(; *)?(.*)' '\\1\\3' unless { req.cook(%s) -m found }
          option httpchk GET %s
          # A server that drains: no new visitors, and those with a session there stay.
          http-check disable-on-404
          default-server check inter 1s fastinter 500ms fall 3 rise 1 on-marked-down shutdown-sessions
        """
            .formatted(settings.sessionCookie(), settings.check())
        + servers;
  }

  private static String control(BalancerSettings settings) {
    if (settings.control().isEmpty()) {
      return "";
    }
    return "\nbackend control\n  server launcher 127.0.0.1:%d\n"
        .formatted(settings.control().getAsInt());
  }
}
