package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.TransportProvider;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who else uses a topic is told to somebody whose nodes do not find each other. */
class TopicEarTest {
  private static final Duration TIME = Duration.ofSeconds(2);

  @Test
  void theClustersOfAllWhoSendToTheTopicAreHeard() throws Exception {
    try (var broker = EmbeddedArtemis.start()) {
      Map<String, String> settings = ArtemisNetwork.settings(broker);
      try (TestNode own = TestNode.connected(1, ArtemisNetwork.transport("own", settings));
          TestNode other =
              TestNode.connected(2, ArtemisNetwork.transport("b/w-50%", "second", settings))) {
        CompletableFuture<Set<String>> heard =
            CompletableFuture.supplyAsync(
                () ->
                    new JmsTransportProvider()
                        .clustersAround(TransportProvider.DEFAULT_INSTANCE, settings, TIME));
        while (!heard.isDone()) {
          own.broadcast("own");
          own.awaitText("own");
          other.broadcast("other");
          other.awaitText("other");
        }
        assertThat(heard.get()).containsExactlyInAnyOrder("test.own.app", "test.b/w-50%.app");
      }
    }
  }

  @Test
  void nobodyIsHeardWhereNoTopicIs() {
    Map<String, String> settings = ArtemisNetwork.settings(Map.of());

    assertThat(
            new JmsTransportProvider()
                .clustersAround(TransportProvider.DEFAULT_INSTANCE, settings, TIME))
        .isEmpty();
  }
}
