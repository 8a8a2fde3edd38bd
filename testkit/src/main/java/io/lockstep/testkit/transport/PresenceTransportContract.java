package io.lockstep.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.transport.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What a transport must do that knows who is there: one with a broker that tells, or all of whose
 * nodes are in one process.
 */
public abstract class PresenceTransportContract extends TransportContract {
  @Test
  void aFrameToANodeThatIsNotThereIsTold() {
    TestNode sender = node();
    var nobody = new NodeId(randomId());

    sender.transport().send(nobody, new byte[] {1});

    sender.awaitEvent("unreachable " + nobody);
    await().until(() -> sender.dropped() == 1);
  }

  @Test
  void aNodeThatLeftIsUnreachable() {
    TestNode sender = node();
    TestNode leaver = node();
    leaver.broadcast("I was here");
    sender.awaitText("I was here");

    leaver.close();

    await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              sender.send(leaver, "still there?");
              assertThat(sender.listener().heard("unreachable " + leaver.id())).isTrue();
            });
  }

  @Test
  void theFirstNodeLearnsThatNobodyElseIsThereAndTheSecondDoesNot() {
    TestNode first = node();
    TestNode second = node();

    assertThat(first.listener().events()).startsWith("nobodyElse", "connected");
    assertThat(second.listener().events()).startsWith("connected");
  }
}
