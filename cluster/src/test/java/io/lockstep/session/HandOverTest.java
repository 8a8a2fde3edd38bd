package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.VirtualCluster.Server;
import io.lockstep.transport.Frames;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Claim;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A living owner lets a session go, more than once. */
class HandOverTest extends SessionTestBase {
  private static final Duration HOLD = Duration.ofMillis(1100);
  private static final Duration A_MOMENT = Duration.ofMillis(50);

  private final Server a = cluster.start("a");
  private final Server b = cluster.start("b");

  /** As a node does that wants the session, and then does not take it. */
  private void ask(String id, long claim) {
    SessionKey key = new SessionIds("secret").parse(id).orElseThrow().key();
    var asked = Claim.newBuilder().setSession(key.bytes()).setClaim(claim).build();
    a.transport().inject(Frames.frame(a.node().address(), b.node().id(), MessageType.CLAIM, asked));
    pass(A_MOMENT);
  }

  private int ownedByA() throws Exception {
    return cluster.await(a.node().observer().report()).sessionCount();
  }

  @Test
  void aSessionThatCameBackAtOnceCanBeLetGoAgain() throws Exception {
    String id;
    try (SessionUse use = create(a)) {
      assertThat(commit(use)).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      id = use.session().id();
    }
    pass(HOLD);
    ask(id, 1);
    assertThat(ownedByA()).isZero();
    try (SessionUse back = open(a, id)) {
      pass(HOLD);
      ask(id, 2);
      // Longer than the first time's listeners are waited for.
      pass(HOLD);
      assertThat(back.session().isValid()).isTrue();
    }
    pass(A_MOMENT);
    assertThat(ownedByA()).isZero();
  }
}
