package io.lockstep.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.membership.Member.Suspicion;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.Heartbeat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final NodeAddress SERVER = new NodeAddress("test", "cluster", "b", "app");

  private final VirtualTime time = new VirtualTime(1);
  private final Peers peers =
      new Peers(
          time.loop(time.clock(), new SplittableRandom(1)),
          1,
          VirtualMember.SETTINGS.detectionTime());

  private static Member life(long incarnation) {
    return HeartbeatWriter.member(
        new NodeId(incarnation), SERVER, Heartbeat.getDefaultInstance(), Suspicion.NONE);
  }

  @Test
  void aServerThatStartedAgainIsPresentOnceThoughBothItsLivesAreMembers() {
    peers.add(life(1));
    peers.add(life(2));
    assertThat(peers.members()).hasSize(2);
    assertThat(peers.present()).extracting(Member::id).containsExactly(new NodeId(2));
  }

  @Test
  void itIsPresentAgainWithTheNextLifeOnceTheFirstIsOver() {
    peers.add(life(1));
    peers.end(new NodeId(1));
    peers.add(life(2));
    assertThat(peers.present()).extracting(Member::id).containsExactly(new NodeId(2));
  }
}
