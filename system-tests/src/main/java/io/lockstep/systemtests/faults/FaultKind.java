package io.lockstep.systemtests.faults;

import io.lockstep.systemtests.servers.ShopServers;
import java.time.Duration;
import java.util.Random;

/** What becomes of one server while the others live. */
enum FaultKind {
  /** SIGKILL; it is back within the time that it takes to start. */
  KILL("killed, started again at once", Duration.ZERO, Duration.ZERO),
  /** SIGKILL; the others have to do without it for a while. */
  OUTAGE("killed, started again later", Duration.ofSeconds(3), Duration.ofSeconds(8)),
  /** SIGSTOP; nobody suspects it. */
  BLINK("paused, below detection", Duration.ofMillis(100), ShopServers.DETECTION.dividedBy(2)),
  /** SIGSTOP; the others suspect it, and may not know yet that it is dead. */
  PAUSE("paused, beyond detection", ShopServers.DETECTION.plusMillis(500), Duration.ofSeconds(5)),
  /** SIGSTOP; when it goes on it learns that it was declared dead. */
  COMA("paused until declared dead", ShopServers.DEATH, ShopServers.DEATH.plusSeconds(4)),
  /** SIGSTOP, and SIGKILL before it goes on; then it is started again. */
  HANG("paused, killed, started again", Duration.ofMillis(500), Duration.ofSeconds(4));

  private final String text;
  private final Duration shortest;
  private final Duration longest;

  FaultKind(String text, Duration shortest, Duration longest) {
    this.text = text;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** What it is, for people. */
  String text() {
    return text;
  }

  /** For how long the server is away, besides the time that it takes to start. */
  Duration duration(Random random) {
    return shortest.plusMillis(random.nextLong(longest.minus(shortest).toMillis() + 1));
  }
}
