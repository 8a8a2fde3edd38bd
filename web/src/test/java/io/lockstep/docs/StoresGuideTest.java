package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.store.SharedStore;
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
    try (var nodes = new GuideNodes("one")) {
      SharedStore<String, String> offers =
          nodes.node(0).stores().getSharedStore("offers", String.class, String.class);
      var shown = new ConcurrentHashMap<String, String>();
      StoresGuide.listen(offers, shown);
      StoresGuide.endingByItself(offers);
      await().untilAsserted(() -> assertThat(shown).containsEntry("cake", "only today"));
      offers.remove("cake");
      await().untilAsserted(() -> assertThat(shown).isEmpty());
    }
  }
}
