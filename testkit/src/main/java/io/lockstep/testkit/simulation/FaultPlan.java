package io.lockstep.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** When which fault happens, and for how long. All end with the busy time. */
final class FaultPlan {
  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final int FEWEST = 5;
  private static final List<FaultKind> ANYWHERE =
      List.of(
          FaultKind.CRASH,
          FaultKind.CRASH,
          FaultKind.CRASH,
          FaultKind.PAUSE,
          FaultKind.PAUSE,
          FaultKind.PARTITION,
          FaultKind.PARTITION,
          FaultKind.OUTAGE,
          FaultKind.LEAVE,
          FaultKind.CLOCK,
          FaultKind.DELAY,
          FaultKind.LOSS,
          FaultKind.TOTAL_OUTAGE);
  private static final List<FaultKind> WITHOUT_BROKER =
      List.of(FaultKind.DUPLICATION, FaultKind.REORDERING, FaultKind.ONE_WAY_PARTITION);

  private final World world;
  private final Faults faults;
  private final Duration busy;
  private final Seeded seeded;
  private final List<FaultKind> kinds;
  private final List<Fault> present = new ArrayList<>();
  private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

  FaultPlan(World world, Faults faults, Scenario scenario) {
    this.world = world;
    busy = scenario.busy();
    this.faults = faults;
    seeded = new Seeded(world.random());
    kinds = new ArrayList<>(ANYWHERE);
    if (!scenario.brokered()) {
      kinds.addAll(WITHOUT_BROKER);
    }
  }

  /** Schedules all faults. */
  void schedule() {
    int many = seeded.between(FEWEST + 2, 18);
    for (int i = 0; i < many; i++) {
      world.after(seeded.between(FIRST, busy.minusSeconds(30)), () -> begin(seeded.oneOf(kinds)));
    }
    world.after(busy.minusSeconds(25), this::fillUp);
    world.after(busy, this::endAll);
  }

  private void fillUp() {
    while (total() < FEWEST) {
      begin(FaultKind.DELAY);
    }
  }

  private int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void begin(FaultKind kind) {
    faults
        .begin(kind)
        .ifPresent(
            fault -> {
              counts.merge(kind, 1, Integer::sum);
              present.add(fault);
              world.after(length(kind), () -> end(fault));
            });
  }

  private Duration length(FaultKind kind) {
    return switch (kind) {
      case PAUSE -> seeded.around(Duration.ofSeconds(15)).plusMillis(50);
      case CRASH, LEAVE -> seeded.around(Duration.ofSeconds(20)).plusMillis(500);
      case PARTITION, ONE_WAY_PARTITION -> seeded.around(Duration.ofSeconds(25)).plusMillis(100);
      case OUTAGE, TOTAL_OUTAGE -> seeded.around(Duration.ofSeconds(10)).plusMillis(100);
      default -> seeded.around(Duration.ofSeconds(20));
    };
  }

  private void end(Fault fault) {
    if (present.remove(fault)) {
      world.trace.note("FAULT", "end of " + fault.kind());
      fault.end().run();
    }
  }

  private void endAll() {
    List.copyOf(present).forEach(this::end);
  }

  Map<FaultKind, Integer> counts() {
    return counts;
  }
}
