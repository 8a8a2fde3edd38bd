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
import io.lockstep.topic.Subscription;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class TopicsGuideTest {
  private final MemoryNetwork network = new MemoryNetwork();

  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("topics.md", TopicsGuide.class);
  }

  @Test
  void listensToWhatAnotherServerPublishes() {
    try (LockstepNode one = node("one");
        LockstepNode two = node("two")) {
      List.of(one, two).forEach(node -> await().until(() -> members(node) == 2));
      var tea = new ConcurrentHashMap<String, String>();
      var all = new ConcurrentHashMap<String, String>();
      Subscription subscription = TopicsGuide.subscribe(two.topics(), tea);
      TopicsGuide.listen(two.topics(), all);

      one.topics().publish("prices.tea", "4.20");
      one.topics().publish("prices.tea.green", 5);

      var prices = Map.of("prices.tea", "4.20", "prices.tea.green", "5");
      await().untilAsserted(() -> assertThat(all).isEqualTo(prices));
      assertThat(tea).containsOnlyKeys("prices.tea");
      subscription.close();
    }
  }

  private LockstepNode node(String server) {
    var settings =
        new NodeSettings(
            new NodeAddress("guide", "cluster", server, "shop"),
            MembershipSettings.defaults("machine"),
            SessionSettings.defaults("secret"));
    var codec = new JdkAttributeCodec(AllowList.plain(), TopicsGuide.class::getClassLoader);
    return new NodeBuilder(settings).transport(network.transport()).codec(codec).start();
  }

  private static int members(LockstepNode node) {
    return node.observer().report().join().members().size();
  }
}
