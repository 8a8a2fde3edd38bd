package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.config.BackupSettings;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.BackupClasses;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.BackupPeriods;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.SessionSettings;
import io.lockstep.session.SessionUse;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says. */
class BackupsGuideTest {
  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("backups.md", BackupsGuide.class);
  }

  @Test
  void theExampleIsASelectorAsTheSettingWantsIt() {
    var settings =
        new BackupSettings(
            BackupsGuide.OtherRack.class.getName(),
            BackupSettings.IN_MEMORY,
            BackupPeriods.defaults());
    assertThat(BackupClasses.create(settings, getClass().getClassLoader()).selector())
        .isInstanceOf(BackupsGuide.OtherRack.class);
  }

  @Test
  void theExamplePicksAnotherRack() {
    var network = new MemoryNetwork();
    List<LockstepNode> nodes = new ArrayList<>();
    try {
      for (String machine : List.of("east-1", "east-2", "west-1")) {
        nodes.add(start(network, machine));
      }
      nodes.forEach(node -> await().until(() -> members(node) == 3));
      for (int i = 0; i < 5; i++) {
        try (SessionUse use = nodes.get(0).sessions().create(Duration.ofMinutes(30))) {
          use.commit().join();
        }
      }
      assertThat(nodes.get(0).observer().report().join().sessions())
          .hasSize(5)
          .allMatch(session -> session.backups().equals(List.of("west-1")));
    } finally {
      nodes.forEach(LockstepNode::close);
    }
  }

  private static LockstepNode start(MemoryNetwork network, String machine) {
    var settings =
        new NodeSettings(
            new NodeAddress("guide", "backups", machine, "shop"),
            MembershipSettings.defaults(machine),
            SessionSettings.defaults("secret"));
    var codec = new JdkAttributeCodec(AllowList.plain(), BackupsGuideTest.class::getClassLoader);
    return BackupsGuide.startNode(settings, network.transport(), codec);
  }

  private static int members(LockstepNode node) {
    return node.observer().report().join().members().size();
  }
}
