package io.lockstep.systemtests.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Faults without end, the same for the same seed. In rounds of all kinds, so that a short run has
 * most of them. Not thread-safe.
 */
final class FaultPlan {
  private static final long MOST_LEAD_MS = 2_000;

  private final Random random;
  private final List<String> servers;
  private final Deque<FaultKind> round = new ArrayDeque<>();
  private int number;

  FaultPlan(long seed, List<String> servers) {
    this.random = new Random(seed);
    this.servers = List.copyOf(servers);
  }

  Fault next() {
    if (round.isEmpty()) {
      var kinds = new ArrayList<>(List.of(FaultKind.values()));
      Collections.shuffle(kinds, random);
      round.addAll(kinds);
    }
    FaultKind kind = round.remove();
    return new Fault(
        ++number,
        kind,
        servers.get(random.nextInt(servers.size())),
        Duration.ofMillis(random.nextLong(MOST_LEAD_MS)),
        kind.duration(random));
  }
}
