package io.lockstep.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlainBytesTest {
  /** Says of each object that it has seen it. */
  private static final ObjectCodec CODEC =
      new ObjectCodec() {
        @Override
        public byte[] serialize(Object object) {
          return object.toString().getBytes(StandardCharsets.UTF_16);
        }

        @Override
        public Object deserialize(byte[] bytes) {
          return "by the codec: " + new String(bytes, StandardCharsets.UTF_16);
        }
      };

  private static Object again(Object object) {
    return PlainBytes.read(PlainBytes.write(object, CODEC), CODEC);
  }

  @Property(tries = 200)
  void everyTextIsReadAsItWasWrittenOrLeftToTheCodec(@ForAll String text) {
    if (!again(text).equals(text)) {
      assertThat(text.chars()).anyMatch(each -> each >= 0xd800 && each <= 0xdfff);
    }
  }

  @Property(tries = 200)
  void wholeNumbersAreReadAsTheyWereWritten(@ForAll int number, @ForAll long large) {
    assertThat(again(number)).isEqualTo(number);
    assertThat(again(large)).isEqualTo(large);
  }

  @Property(tries = 100)
  void bytesAreReadAsTheyWereWritten(@ForAll byte[] bytes) {
    assertThat(PlainBytes.write(bytes, CODEC)).hasSize(1 + bytes.length);
    assertThat(again(bytes)).isEqualTo(bytes);
  }

  @Test
  void halfAPairOfSurrogatesIsLeftToTheCodec() {
    assertThat(PlainBytes.write("a\ud83d", CODEC)[0]).isZero();
  }

  @Test
  void whatTheCodecWroteIsReadByIt() {
    assertThat(again(2.5)).isEqualTo("by the codec: 2.5");
  }

  @Test
  void bytesOfNoKnownFormAreRefused() {
    for (byte[] bytes : new byte[][] {{}, {99}, {2, 0}, {3, 0, 0, 0, 0}}) {
      assertThatThrownBy(() -> PlainBytes.read(bytes, CODEC))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
