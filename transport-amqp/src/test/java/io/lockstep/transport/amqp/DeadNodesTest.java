package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.NodeId;
import org.junit.jupiter.api.Test;

class DeadNodesTest {
  private final DeadNodes dead = new DeadNodes();

  @Test
  void theDeadAreRemembered() {
    assertThat(dead.add(new NodeId(1))).isNull();

    assertThat(dead.contains(new NodeId(1))).isTrue();
    assertThat(dead.contains(new NodeId(2))).isFalse();
    assertThat(dead.list()).containsExactly(new NodeId(1));
  }

  @Test
  void theOldestIsForgottenForTheNewestAndTold() {
    for (int i = 1; i <= DeadNodes.MOST; i++) {
      assertThat(dead.add(new NodeId(i))).isNull();
    }

    assertThat(dead.add(new NodeId(-1))).isEqualTo(new NodeId(1));

    assertThat(dead.contains(new NodeId(1))).isFalse();
    assertThat(dead.contains(new NodeId(-1))).isTrue();
  }
}
