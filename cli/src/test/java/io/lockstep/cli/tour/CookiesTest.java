package io.lockstep.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CookiesTest {
  private final Cookies cookies = new Cookies();

  @Test
  void sendsBackWhatWasSet() {
    cookies.take(List.of("LOCKSTEP=id-7.server-1; Path=/shop; HttpOnly", "ROUTE=server-1; path=/"));

    assertThat(cookies.header()).isEqualTo("LOCKSTEP=id-7.server-1; ROUTE=server-1");
  }

  @Test
  void replacesACookieOfTheSameName() {
    cookies.take(List.of("ROUTE=server-1"));
    cookies.take(List.of("ROUTE=server-2"));

    assertThat(cookies.header()).isEqualTo("ROUTE=server-2");
  }

  @Test
  void dropsACookieThatIsToEndAtOnce() {
    cookies.take(List.of("ROUTE=server-1"));
    cookies.take(List.of("ROUTE=; Max-Age=0; Path=/"));

    assertThat(cookies.isEmpty()).isTrue();
  }
}
