package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of this transport in {@code docs/configuration.md} has the code's settings. */
class AmqpGuideTest {
  private static final Path GUIDE = Path.of("../docs/configuration.md");
  private static final Map<String, String> REQUIRED = Map.of(AmqpSettings.URI, "amqp://broker");
  private static final Pattern TABLE = Pattern.compile("<!-- settings: amqp -->\n((?:\\|.*\n?)+)");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `config/([a-z-]+)` \\| `lockstep\\.amqp\\.([a-z-]+)` \\| [^|]+ \\| ([^|]+) \\|");

  @Test
  void hasTheCodesSettingsWithTheirDefaults() throws IOException {
    Map<String, String> defaults = new LinkedHashMap<>();
    Matcher table = TABLE.matcher(Files.readString(GUIDE));
    assertThat(table.find()).isTrue();
    Matcher row = ROW.matcher(table.group(1));
    while (row.find()) {
      assertThat(row.group(1)).isEqualTo(row.group(2));
      defaults.put(row.group(2), row.group(3));
    }

    assertThat(defaults.keySet()).containsExactlyInAnyOrderElementsOf(AmqpSettings.names());
    defaults.forEach(AmqpGuideTest::assertIsDefault);
  }

  /** Only a default that is written as a value can be compared. */
  private static void assertIsDefault(String name, String told) {
    if (told.matches("`[^`]*`")) {
      var settings = new LinkedHashMap<>(REQUIRED);
      settings.put(AmqpSettings.PREFIX + name, told.replace("`", ""));
      assertThat(AmqpSettings.of(settings)).as(name).isEqualTo(AmqpSettings.of(REQUIRED));
    }
  }
}
