package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final CookieSeal SEAL = new CookieSeal("secret");

  @Test
  void whatIsWrittenIsReadAgain() {
    var cookie = new SessionCookie(ID, 12_345);
    assertThat(cookie.text("", SEAL)).matches(ID + "-9ix-[0-9a-f]{16}");
    assertThat(SessionCookie.parse(cookie.text("", SEAL), SEAL)).hasValue(cookie);
    assertThat(cookie.text("r1", SEAL)).isEqualTo(cookie.text("", SEAL) + ".r1");
    assertThat(SessionCookie.parse(cookie.text("r1", SEAL), SEAL)).hasValue(cookie);
    var highest = new SessionCookie(ID, Long.MAX_VALUE);
    String longest = highest.text("r".repeat(64), SEAL);
    assertThat(SessionCookie.parse(longest, SEAL)).hasValue(highest);
  }

  @Test
  void anEpochThatNobodyHasSentIsNoCookie() {
    String text = new SessionCookie(ID, 1).text("", SEAL);
    assertThat(SessionCookie.parse(text.replace("-1-", "-zz-"), SEAL)).isEmpty();
    assertThat(SessionCookie.parse(text, new CookieSeal("another secret"))).isEmpty();
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
    assertThat(SessionCookie.parse(text, SEAL)).isEmpty();
  }

  @Test
  void anOversizedTextIsNoCookie() {
    assertThat(SessionCookie.parse("a".repeat(1_000_000), SEAL)).isEmpty();
  }
}
