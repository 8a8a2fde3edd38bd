package io.lockstep.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.LoopReport;
import io.lockstep.report.NodeReport.MemberReport;
import io.lockstep.report.NodeReport.TopicsReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberWatchTest {
  private final List<String> told = new ArrayList<>();
  private final MemberWatch watch = new MemberWatch(told::add);

  private void look(boolean connected, String... serversAndStates) {
    List<MemberReport> members = new ArrayList<>();
    members.add(member("me", "alive", true));
    for (int i = 0; i < serversAndStates.length; i += 2) {
      members.add(member(serversAndStates[i], serversAndStates[i + 1], false));
    }
    watch.look(
        new NodeReport(
            "me",
            "1",
            connected,
            members,
            List.of(),
            0,
            List.of(),
            0,
            0,
            0,
            0,
            List.of(),
            0,
            List.of(),
            new TopicsReport(List.of(), 0, 0),
            List.of(),
            0,
            List.of(),
            List.of(),
            List.of(),
            new LoopReport(0, 0, 0, 0, 0),
            0,
            null));
  }

  private static MemberReport member(String server, String state, boolean local) {
    return new MemberReport(
        server, "d.c." + server + ".a", server, state, local, "m", "", 0, 0, 0, 0, false, false);
  }

  @Test
  void tellsEachChangeOnce() {
    look(true);
    look(true, "one", "alive", "old", "dead");
    look(true, "one", "alive", "two", "suspected", "old", "dead");
    look(true, "one", "suspected", "two", "dead");
    look(false, "one", "alive", "two", "dead");
    look(true, "one", "left", "three", "alive");
    look(true);
    assertThat(told)
        .containsExactlyInAnyOrder(
            "me: d.c.one.a joined",
            "me: d.c.two.a is not heard",
            "me: d.c.one.a is not heard",
            "me: d.c.two.a is dead",
            "me: is not connected",
            "me: d.c.one.a is heard again",
            "me: is connected again",
            "me: d.c.one.a left",
            "me: d.c.three.a joined",
            "me: does not know d.c.three.a any more");
  }
}
