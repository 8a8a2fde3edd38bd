package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  record Sample(
      @Nullable String text, long number, double share, boolean flag, List<Sample> list) {}

  record Empty() {}

  @Test
  void writesRecordsInTheirOrder() {
    Sample sample = new Sample("a", 1L << 40, 0.5, true, List.of());
    assertThat(JsonWriter.write(List.of(sample, sample)))
        .isEqualTo(
            "[{'text':'a','number':1099511627776,'share':0.5,'flag':true,'list':[]},"
                    .replace('\'', '"')
                + "{'text':'a','number':1099511627776,'share':0.5,'flag':true,'list':[]}]"
                    .replace('\'', '"'));
  }

  @Test
  void writesWhatJsonHasNoWordForAsNull() {
    assertThat(JsonWriter.write(Arrays.asList(null, Double.NaN, Double.POSITIVE_INFINITY)))
        .isEqualTo("[null,null,null]");
    assertThat(JsonWriter.write(new Empty())).isEqualTo("{}");
  }

  @Test
  void everyTextComesBackAsItWas() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char character = 0; character < 0x3000; character++) {
      all.append(character);
    }
    String text = all.append("\uD83D\uDE00 \uD83D").toString();
    String json = JsonWriter.write(text);
    assertThat(new ObjectMapper().readValue(json, String.class)).isEqualTo(text);
    assertThat(json).doesNotContain("\n", "\r");
  }

  @Test
  void refusesOtherKinds() {
    assertThatThrownBy(() -> JsonWriter.write(List.of(new ArrayList<>(List.of(new Object())))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
