package io.lockstep.cli.node;

import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.MemberReport;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells from one report of a node to the next what became of its members. Not thread-safe. */
final class MemberWatch {
  private static final String ALIVE = "alive";
  private static final String SUSPECTED = "suspected";

  private final Consumer<String> teller;
  private final Map<String, MemberReport> before = new HashMap<>();
  private boolean connected = true;

  MemberWatch(Consumer<String> teller) {
    this.teller = teller;
  }

  void look(NodeReport report) {
    if (report.connected() != connected) {
      connected = report.connected();
      tell(report, connected ? "is connected again" : "is not connected");
    }
    var now = new HashMap<String, MemberReport>();
    report.members().stream()
        .filter(member -> !member.local())
        .forEach(member -> now.put(member.incarnation(), member));
    now.values().forEach(member -> compare(report, before.get(member.incarnation()), member));
    before.forEach(
        (incarnation, member) -> {
          if (!now.containsKey(incarnation) && isThere(member)) {
            tell(report, "does not know %s any more".formatted(member.address()));
          }
        });
    before.clear();
    before.putAll(now);
  }

  private static boolean isThere(MemberReport member) {
    return member.state().equals(ALIVE) || member.state().equals(SUSPECTED);
  }

  private void compare(NodeReport report, @Nullable MemberReport then, MemberReport now) {
    @Nullable String state = then == null ? null : then.state();
    if (Objects.equals(state, now.state()) || (then == null && !isThere(now))) {
      return;
    }
    String what =
        switch (now.state()) {
          case ALIVE -> SUSPECTED.equals(state) ? "is heard again" : "joined";
          case SUSPECTED -> "is not heard";
          case "left" -> "left";
          default -> "is dead";
        };
    tell(report, "%s %s".formatted(now.address(), what));
  }

  private void tell(NodeReport report, String what) {
    teller.accept("%s: %s".formatted(report.server(), what));
  }
}
