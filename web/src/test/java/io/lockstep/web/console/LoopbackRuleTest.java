package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackRuleTest {
  private final LoopbackRule rule = new LoopbackRule();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
  void letsInCallersFromThisMachine(String address) {
    assertThat(refusal(address, Map.of("Host", "localhost:8080"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "192.168.1.7",
        "::2",
        "fe80::1",
        "1127.0.0.1",
        "127.0.0.1.example.org"
      })
  void refusesCallersFromElsewhereAndNamesThem(String address) {
    assertThat(refusal(address, Map.of("Host", "localhost")))
        .hasValueSatisfying(
            text -> assertThat(text).contains(address).contains("lockstep.console.access"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1:9090", "[::1]", "[::1]:8080"})
  void answersUnderLoopbackNames(String host) {
    assertThat(refusal("127.0.0.1", Map.of("Host", host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example.org",
        "localhost.example.org",
        "127.0.0.1.example.org:80",
        "[::1].example.org",
        "127.0.0.1@example.org",
        ""
      })
  void refusesOtherHostNamesAgainstDnsRebinding(String host) {
    assertThat(refusal("127.0.0.1", Map.of("Host", host))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For|127.0.0.1",
        "X-Forwarded-For|127.0.0.1, ::1",
        "X-Real-IP|::1",
        "Forwarded|for=127.0.0.1;proto=http",
        "Forwarded|proto=http; For=\"[::1]:4711\""
      })
  void letsInWhoComesThroughAProxyFromThisMachine(String header, String value) {
    assertThat(refusal("127.0.0.1", Map.of("Host", "localhost", header, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For|203.0.113.9",
        "X-Forwarded-For|127.0.0.1, 203.0.113.9",
        "X-Real-IP|203.0.113.9",
        "Forwarded|for=203.0.113.9;proto=http",
        "Forwarded|for=127.0.0.1, for=\"[2001:db8::1]:80\"",
        "Forwarded|for=unknown"
      })
  void refusesWhoComesThroughAProxyFromElsewhere(String header, String value) {
    assertThat(refusal("127.0.0.1", Map.of("Host", "localhost", header, value))).isPresent();
  }

  @Test
  void takesTheServersNameWhereThereIsNoHostHeader() {
    assertThat(refusal("127.0.0.1", Map.of())).isEmpty();
  }

  private Optional<String> refusal(String address, Map<String, String> headers) {
    return rule.refusal(request(address, headers));
  }

  private static HttpServletRequest request(String address, Map<String, String> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            LoopbackRuleTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> address;
                  case "getServerName" -> "localhost";
                  case "getHeader" -> headers.get((String) arguments[0]);
                  case "getHeaders" -> values(headers.get((String) arguments[0]));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static Object values(@Nullable String value) {
    return Collections.enumeration(value == null ? List.of() : List.of(value));
  }
}
