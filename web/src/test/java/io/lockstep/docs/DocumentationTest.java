package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    var found = new ArrayList<Path>();
    collect(ROOT, wanted, found);
    return found;
  }

  private static void collect(Path folder, Predicate<Path> wanted, List<Path> found)
      throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, "[!.]*")) {
      for (Path child : children) {
        if (!Files.isDirectory(child)) {
          if (wanted.test(child)) {
            found.add(child);
          }
        } else if (!child.endsWith("target")) {
          collect(child, wanted, found);
        }
      }
    }
  }
}
