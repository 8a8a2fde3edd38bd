package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SessionIdsTest {
  private final SessionIds ids = new SessionIds("secret");

  @Property
  void anIdIsReadAsItWasWritten(@ForAll long high, @ForAll long low, @ForAll long nonce) {
    String id = ids.format(new SessionKey(high, low), nonce);
    assertThat(id).hasSize(64).matches("[0-9a-f]+");
    assertThat(ids.parse(id)).contains(new SessionIds.Parsed(new SessionKey(high, low), nonce));
  }

  @Property
  void anIdWithAnyOneBitFlippedIsNone(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 255) int bit) {
    String id = ids.format(new SessionKey(high, low), 5);
    int at = bit / 4;
    int digit = Character.digit(id.charAt(at), 16) ^ (1 << (bit % 4));
    String forged = id.substring(0, at) + Integer.toHexString(digit) + id.substring(at + 1);
    assertThat(ids.parse(forged)).isEmpty();
  }

  @Property
  void anyOtherTextIsNone(@ForAll String text) {
    assertThat(ids.parse(text)).isEmpty();
  }

  @Property
  void aTruncatedOrLengthenedIdIsNone(
      @ForAll long key, @ForAll @IntRange(max = 63) int length, @ForAll String tail) {
    String id = ids.format(new SessionKey(key, key), key);
    assertThat(ids.parse(id.substring(0, length))).isEmpty();
    assertThat(ids.parse(id + "0" + tail)).isEmpty();
  }

  @Property
  void textOfTheRightLengthThatIsNotHexadecimalIsNone(
      @ForAll long key, @ForAll @IntRange(max = 63) int at, @ForAll char character) {
    if (Character.digit(character, 16) < 0) {
      String id = ids.format(new SessionKey(key, key), key);
      assertThat(ids.parse(id.substring(0, at) + character + id.substring(at + 1))).isEmpty();
    }
  }

  @Property
  void anIdMadeWithAnotherSecretIsNone(@ForAll long high, @ForAll long low, @ForAll long nonce) {
    String foreign = new SessionIds("another secret").format(new SessionKey(high, low), nonce);
    assertThat(ids.parse(foreign)).isEmpty();
  }

  @Test
  void anOversizedTextIsNoneAtOnce() {
    assertThat(ids.parse("0".repeat(10_000_000))).isEmpty();
    assertThat(ids.parse("")).isEmpty();
  }

  @Test
  void upperCaseDigitsNameTheSameSession() {
    String id = ids.format(new SessionKey(1, 2), 3);
    assertThat(ids.parse(id.toUpperCase(Locale.ROOT))).isEqualTo(ids.parse(id));
  }

  @Property
  void keyInALogShowsTooLittleToUseTheSession(@ForAll long high, @ForAll long low) {
    assertThat(new SessionKey(high, low).toString()).hasSize(12);
  }
}
