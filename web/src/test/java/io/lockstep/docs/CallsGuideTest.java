package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class CallsGuideTest {
  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("calls.md", CallsGuide.class);
  }

  @Test
  void asksAnotherServer() {
    try (var nodes = new GuideNodes("server-1", "server-2")) {
      CallsGuide.handle(nodes.node(1).rpc(), Map.of("tea", 7));
      assertThat(CallsGuide.call(nodes.node(0).rpc()))
          .succeedsWithin(Duration.ofSeconds(10))
          .isEqualTo(7);
    }
  }
}
