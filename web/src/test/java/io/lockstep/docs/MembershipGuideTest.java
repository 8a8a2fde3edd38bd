package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class MembershipGuideTest {
  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("membership.md", MembershipGuide.class);
  }

  @Test
  void showsTheOtherServers() {
    try (var nodes = new GuideNodes("one", "two", "three")) {
      var shown = new HashMap<String, String>();
      MembershipGuide.show(nodes.node(0).nodes().view(), shown);
      assertThat(shown).isEqualTo(Map.of("two", "0 sessions", "three", "0 sessions"));
    }
  }

  @Test
  void hearsWhoIsThereAndWhoLeaves() {
    try (var nodes = new GuideNodes("one", "two", "three")) {
      var shown = new ConcurrentHashMap<String, String>();
      MembershipGuide.listen(nodes.node(0).nodes(), shown);
      var both = Map.of("two", "there", "three", "there");
      await().untilAsserted(() -> assertThat(shown).isEqualTo(both));
      nodes.node(1).close();
      await().untilAsserted(() -> assertThat(shown).containsOnlyKeys("three"));
    }
  }
}
