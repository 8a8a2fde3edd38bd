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
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class StoresGuideTest {
  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("stores.md", StoresGuide.class);
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
