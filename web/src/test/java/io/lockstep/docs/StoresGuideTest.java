package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.store.SharedStore;
import io.lockstep.transport.NodeAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class StoresGuideTest {
  private static final Path GUIDE = Path.of("../docs/stores.md");
  private static final Path SOURCE = Path.of("src/test/java/io/lockstep/docs/StoresGuide.java");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- snippet: ([a-z-]+) -->\n```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TAGGED =
      Pattern.compile("// tag::([a-z-]+)\\[]\n(.*?)\n *// end::\\1\\[]", Pattern.DOTALL);

  @Test
  void showsTheCodeThatIsTested() throws IOException {
    assertThat(found(BLOCK, GUIDE)).isEqualTo(found(TAGGED, SOURCE));
    assertThat(Files.readString(GUIDE).split("```java", -1))
        .as("every block of Java is named")
        .hasSize(found(BLOCK, GUIDE).size() + 1);
  }

  private static Map<String, String> found(Pattern pattern, Path file) throws IOException {
    var found = new LinkedHashMap<String, String>();
    Matcher matcher = pattern.matcher(Files.readString(file));
    while (matcher.find()) {
      found.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent().strip());
    }
    return found;
  }

  @Test
  void listensToWhatIsPutAndRemoved() {
    var settings =
        new NodeSettings(
            new NodeAddress("guide", "cluster", "one", "shop"),
            MembershipSettings.defaults("machine"),
            SessionSettings.defaults("secret"));
    var codec = new JdkAttributeCodec(AllowList.plain(), StoresGuide.class::getClassLoader);
    try (LockstepNode node = new NodeBuilder(settings).codec(codec).start()) {
      SharedStore<String, String> offers =
          node.stores().getSharedStore("offers", String.class, String.class);
      var shown = new ConcurrentHashMap<String, String>();
      StoresGuide.listen(offers, shown);
      StoresGuide.endingByItself(offers);
      await().untilAsserted(() -> assertThat(shown).containsEntry("cake", "only today"));
      offers.remove("cake");
      await().untilAsserted(() -> assertThat(shown).isEmpty());
    }
  }
}
