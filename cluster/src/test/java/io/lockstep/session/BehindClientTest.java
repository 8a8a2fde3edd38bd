package io.lockstep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.node.VirtualCluster;
import io.lockstep.node.VirtualCluster.Server;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * A client that has seen a higher epoch than any that is found, while whoever may know of it is
 * only suspected.
 */
class BehindClientTest extends SessionTestBase {
  private static final Duration UNTIL_SUSPECTED = Duration.ofSeconds(60);

  private final VirtualCluster votes = new VirtualCluster(1, false, codec);
  private final Server a = votes.start("a");

  private String createCart() throws Exception {
    try (SessionUse use = a.node().sessions().create(INTERVAL)) {
      use.session().setAttribute("cart", "apples");
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
      return use.session().id();
    }
  }

  private Optional<SessionUse> open(Server server, String id, long knownEpoch) throws Exception {
    return votes.await(server.node().sessions().open(id, knownEpoch));
  }

  /** What the other wrote alone was never protected. */
  @Test
  void isServedByOneOfTwoUnderAnEpochAboveWhatItHasSeen() throws Exception {
    Server b = votes.start("b");
    String id = createCart();
    a.crash();
    votes.pass(UNTIL_SUSPECTED);
    try (SessionUse use = open(b, id, 5).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
      assertThat(use.session().epoch()).isGreaterThan(5);
      assertThat(votes.await(use.commit())).isEqualTo(ReplicationLevel.UNPROTECTED);
    }
    try (SessionUse use = open(b, id, 9).orElseThrow()) {
      assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
      assertThat(use.session().epoch()).isGreaterThan(9);
    }
  }

  /** The others may have declared this one dead, and protect what they wrote since. */
  @Test
  void isRefusedByOneOfThree() throws Exception {
    Server b = votes.start("b");
    String id = createCart();
    votes.start("c");
    votes.network.isolate(b.transport());
    votes.pass(UNTIL_SUSPECTED);
    assertThatThrownBy(() -> open(b, id, 5))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SessionUnavailableException.class);
  }

  /**
   * The third server took this one for a member, of which this one heard nothing but a question.
   */
  @Test
  void isRefusedByOneOfTwoWhomAThirdHadAsked() throws Exception {
    Server b = votes.start("b");
    String id = createCart();
    var before = Set.of(a.transport(), b.transport());
    var asked = new AtomicBoolean();
    votes.network.lose(
        frame -> {
          boolean isCut = asked.get();
          if (!before.contains(frame.from()) && frame.to() == b.transport()) {
            asked.set(true);
          }
          return isCut && (frame.to() == b.transport()) != (frame.from() == b.transport());
        });
    votes.start("c");
    votes.pass(UNTIL_SUSPECTED);
    assertThatThrownBy(() -> open(b, id, 2))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SessionUnavailableException.class);
  }
}
