package io.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlainBytesTest {
  /** Hands out a fixed object, so that a test sees when it is asked. */
  private static final StoreCodec CODEC =
      new StoreCodec() {
        @Override
        public byte[] serialize(Object object) {
          throw new IllegalArgumentException("not asked for here");
        }

        @Override
        public Object deserialize(byte[] bytes) {
          return "by the codec: " + new String(bytes, StandardCharsets.UTF_8);
        }
      };

  private static Object again(Object object) {
    return PlainBytes.read(Objects.requireNonNull(PlainBytes.write(object)), CODEC);
  }

  @Property(tries = 200)
  void everyTextIsReadAsItWasWrittenOrLeftToTheCodec(@ForAll String text) {
    byte[] bytes = PlainBytes.write(text);
    if (bytes == null) {
      assertThat(text.chars()).anyMatch(each -> each >= 0xd800 && each <= 0xdfff);
    } else {
      assertThat(PlainBytes.read(bytes, CODEC)).isEqualTo(text);
    }
  }

  @Property(tries = 200)
  void wholeNumbersAreReadAsTheyWereWritten(@ForAll int number, @ForAll long large) {
    assertThat(again(number)).isEqualTo(number);
    assertThat(again(large)).isEqualTo(large);
  }

  @Test
  void halfAPairOfSurrogatesIsLeftToTheCodec() {
    assertThat(PlainBytes.write("a\ud83d")).isNull();
    assertThat(PlainBytes.write(2.5)).isNull();
  }

  @Test
  void whatTheCodecWroteIsReadByIt() {
    byte[] bytes = PlainBytes.object("pear".getBytes(StandardCharsets.UTF_8));
    assertThat(PlainBytes.read(bytes, CODEC)).isEqualTo("by the codec: pear");
  }

  @Test
  void bytesOfNoKnownFormAreRefused() {
    for (byte[] bytes : new byte[][] {{}, {99}, {2, 0}, {3, 0, 0, 0, 0}}) {
      assertThatThrownBy(() -> PlainBytes.read(bytes, CODEC))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
