package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.config.BackupSettings;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.node.BackupClasses;
import io.lockstep.node.LockstepNode;
import io.lockstep.node.NodeBuilder;
import io.lockstep.node.NodeSettings;
import io.lockstep.session.AllowList;
import io.lockstep.session.AttributeCodec;
import io.lockstep.session.BackupManagement;
import io.lockstep.session.BackupPeriods;
import io.lockstep.session.JdkAttributeCodec;
import io.lockstep.session.ReplicationLevel;
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

  private static BackupManagement withTheExamplesStore() {
    var settings =
        new BackupSettings(
            BackupSettings.LEAST_LOADED,
            BackupsGuide.HalfAGigabyte.class.getName(),
            BackupPeriods.defaults());
    return BackupClasses.create(settings, BackupsGuideTest.class.getClassLoader());
  }

  @Test
  void sessionsFailOverFromTheExamplesStore() {
    var network = new MemoryNetwork();
    List<LockstepNode> nodes = new ArrayList<>();
    try {
      for (String machine : List.of("east-1", "west-1")) {
        nodes.add(start(network, machine, withTheExamplesStore()));
      }
      nodes.forEach(node -> await().until(() -> members(node) == 2));
      String id;
      try (SessionUse use = nodes.get(0).sessions().create(Duration.ofMinutes(30))) {
        use.session().setAttribute("cart", "apples");
        assertThat(use.commit().join()).isEqualTo(ReplicationLevel.ACKNOWLEDGED);
        id = use.session().id();
      }
      nodes.get(0).close();
      try (SessionUse use = nodes.get(1).sessions().open(id, 0).join().orElseThrow()) {
        assertThat(use.session().getAttribute("cart")).isEqualTo("apples");
      }
    } finally {
      nodes.forEach(LockstepNode::close);
    }
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
    return BackupsGuide.startNode(settings(machine), network.transport(), codec());
  }

  private static LockstepNode start(
      MemoryNetwork network, String machine, BackupManagement backups) {
    return new NodeBuilder(settings(machine))
        .transport(network.transport())
        .codec(codec())
        .backups(backups)
        .start();
  }

  private static NodeSettings settings(String machine) {
    return new NodeSettings(
        new NodeAddress("guide", "backups", machine, "shop"),
        MembershipSettings.defaults(machine),
        SessionSettings.defaults("secret"));
  }

  private static AttributeCodec codec() {
    return new JdkAttributeCodec(AllowList.plain(), BackupsGuideTest.class::getClassLoader);
  }

  private static int members(LockstepNode node) {
    return node.observer().report().join().members().size();
  }
}
