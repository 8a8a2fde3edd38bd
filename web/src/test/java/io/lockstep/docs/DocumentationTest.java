package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation refers to exists. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:)([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)`");

  @Test
  void linksLeadToFilesThatExist() throws IOException {
    for (Path page : pages()) {
      Path folder = page.toAbsolutePath().getParent();
      assertThat(found(LINK, page))
          .as(page.toString())
          .allMatch(link -> Files.exists(folder.resolve(link)));
    }
  }

  @Test
  void testsThatAreNamedExist() throws IOException {
    Set<String> tests =
        files(path -> path.toString().endsWith("Test.java")).stream()
            .map(path -> path.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    for (Path page : pages()) {
      assertThat(tests).as(page.toString()).containsAll(found(TEST, page));
    }
  }

  private static List<String> found(Pattern pattern, Path page) throws IOException {
    return pattern.matcher(Files.readString(page)).results().map(DocumentationTest::first).toList();
  }

  private static String first(MatchResult result) {
    return result.group(1);
  }

  private static List<Path> pages() throws IOException {
    return files(path -> path.toString().endsWith(".md"));
  }

  private static List<Path> files(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(path -> !path.toString().contains("/target/") && !path.toString().contains("/."))
          .filter(wanted)
          .toList();
    }
  }
}
