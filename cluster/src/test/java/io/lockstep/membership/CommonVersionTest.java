package io.lockstep.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.time.VirtualTime;
import io.lockstep.transport.VirtualNetwork;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Claim;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster that is upgraded server by server. */
class CommonVersionTest {
  private final VirtualTime time = new VirtualTime(1);
  private final VirtualNetwork network = new VirtualNetwork(time, true);
  private long seeds;

  private VirtualMember start(String server, int wireVersion) {
    VirtualMember member =
        VirtualMember.start(time, List.of(network), server, ++seeds, wireVersion);
    pass(Duration.ofSeconds(2));
    return member;
  }

  private void pass(Duration duration) {
    time.runUntil(time.elapsed().plus(duration));
  }

  @Test
  void untilItKnowsItsClusterANodeWritesTheOldestVersion() {
    VirtualMember a = VirtualMember.start(time, List.of(network), "a", 1, 3);
    assertThat(a.messenger.version()).isEqualTo(1);
    pass(Duration.ofSeconds(2));
    assertThat(a.messenger.version()).isEqualTo(3);
  }

  @Test
  void theLowestVersionInViewIsWritten() {
    VirtualMember a = start("a", 3);
    VirtualMember b = start("b", 3);
    assertThat(a.messenger.version()).isEqualTo(3);
    VirtualMember c = start("c", 2);
    assertThat(a.messenger.version()).isEqualTo(2);
    assertThat(b.messenger.version()).isEqualTo(2);
    VirtualMember d = start("d", 1);
    for (VirtualMember member : List.of(a, b, c, d)) {
      assertThat(member.messenger.version()).isEqualTo(1);
    }
  }

  @Test
  void withTheLastOldServerGoneTheNewVersionIsWritten() {
    VirtualMember a = start("a", 2);
    VirtualMember b = start("b", 1);
    VirtualMember c = start("c", 1);
    b.membership.close();
    pass(Duration.ofSeconds(1));
    assertThat(a.messenger.version()).isEqualTo(1);
    c.membership.close();
    pass(Duration.ofSeconds(1));
    assertThat(a.messenger.version()).isEqualTo(2);
  }

  @Test
  void aSuspectedOldServerIsStillWrittenTo() {
    VirtualMember a = start("a", 2);
    VirtualMember b = start("b", 1);
    VirtualMember c = start("c", 2);
    // Of three, two decide the death of one; of two, nobody decides the other's.
    c.membership.close();
    network.isolate(b.transport);
    pass(VirtualMember.DETECTION.plusSeconds(10));
    assertThat(a.suspects()).containsExactly("b");
    assertThat(a.messenger.version()).isEqualTo(1);
  }

  @Test
  void aServerThatComesBackUpgradedCountsAsWhatItIsNow() {
    VirtualMember a = start("a", 2);
    VirtualMember old = start("b", 1);
    old.crash();
    start("b", 2);
    assertThat(a.messenger.version()).isEqualTo(2);
  }

  @Test
  void whatIsWrittenInANewerVersionIsSkippedAndCounted() {
    VirtualMember a = start("a", 2);
    VirtualMember b = start("b", 1);
    // As when b had started just before, and a did not know it yet.
    a.messenger.write(2);
    a.messenger.send(b.id(), MessageType.CLAIM, Claim.getDefaultInstance());
    pass(Duration.ofSeconds(1));
    assertThat(b.counters.get("messages.newer-version")).isEqualTo(1);
    assertThat(b.counters.get("messages.unknown-type")).isZero();
    assertThat(b.sees()).containsExactly("a");
  }
}
