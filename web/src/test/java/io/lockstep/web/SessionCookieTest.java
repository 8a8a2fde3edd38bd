package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {
  private static final String ID = "0123456789abcdef".repeat(4);

  @Test
  void whatIsWrittenIsReadAgain() {
    var cookie = new SessionCookie(ID, 12_345);
    assertThat(cookie.text("")).isEqualTo(ID + "-9ix");
    assertThat(SessionCookie.parse(cookie.text(""))).hasValue(cookie);
    assertThat(SessionCookie.parse(cookie.text("r1"))).hasValue(cookie);
    var highest = new SessionCookie(ID, Long.MAX_VALUE);
    assertThat(SessionCookie.parse(highest.text("r"))).hasValue(highest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "abc-1",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-",
        "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef-1",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef--1",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-zzzzzzzzzzzzz",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-1.",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-1.a.b",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-1 "
      })
  void anythingElseIsNoCookie(String text) {
    assertThat(SessionCookie.parse(text)).isEmpty();
  }

  @Test
  void anOversizedTextIsNoCookie() {
    assertThat(SessionCookie.parse("a".repeat(1_000_000))).isEmpty();
  }
}
