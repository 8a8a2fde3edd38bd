package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.topic.MessagingService;
import io.lockstep.topic.Subscription;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class TopicsGuideTest {
  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("topics.md", TopicsGuide.class);
  }

  @Test
  void listensToWhatAnotherServerPublishes() {
    try (var nodes = new GuideNodes("one", "two")) {
      var tea = new ConcurrentHashMap<String, String>();
      var all = new ConcurrentHashMap<String, String>();
      MessagingService listening = nodes.node(1).topics();
      Subscription subscription = TopicsGuide.subscribe(listening, tea);
      TopicsGuide.listen(listening, all);

      nodes.node(0).topics().publish("prices.tea", "4.20");
      nodes.node(0).topics().publish("prices.tea.green", 5);

      var prices = Map.of("prices.tea", "4.20", "prices.tea.green", "5");
      await().untilAsserted(() -> assertThat(all).isEqualTo(prices));
      await().untilAsserted(() -> assertThat(tea).containsOnlyKeys("prices.tea"));
      subscription.close();
    }
  }
}
