package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java in a guide, which is that between the tags of a class. */
final class GuideCode {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- snippet: ([a-z-]+) -->\n```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TAGGED =
      Pattern.compile("// tag::([a-z-]+)\\[]\n(.*?)\n *// end::\\1\\[]", Pattern.DOTALL);

  private GuideCode() {}

  /**
   * Each block of Java in the guide is named, and is the class's code of that name.
   *
   * @param guide in {@code docs}
   * @param code a class of this package
   */
  static void assertShown(String guide, Class<?> code) throws IOException {
    Path page = Path.of("../docs", guide);
    Path source = Path.of("src/test/java/io/lockstep/docs", code.getSimpleName() + ".java");
    Map<String, String> shown = found(BLOCK, page);
    assertThat(shown).isEqualTo(found(TAGGED, source));
    assertThat(Files.readString(page).split("```java", -1))
        .as("every block of Java is named")
        .hasSize(shown.size() + 1);
  }

  private static Map<String, String> found(Pattern pattern, Path file) throws IOException {
    var found = new LinkedHashMap<String, String>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent().strip());
    }
    return found;
  }
}
