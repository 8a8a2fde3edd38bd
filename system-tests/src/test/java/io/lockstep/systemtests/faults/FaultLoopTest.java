package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A short run of {@code system-tests/faults}. */
class FaultLoopTest {
  @Test
  void losesNoSessionAndLeavesACleanHistory() throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    var settings =
        new FaultSettings(
            Duration.ofSeconds(25),
            1,
            3,
            12,
            1,
            Optional.empty(),
            Shop.WAR,
            Path.of("target", "faults"));

    boolean clean = FaultLoop.run(settings, told::add);

    assertThat(clean).as(String.join("\n", told)).isTrue();
    assertThat(told).anyMatch(line -> line.matches("faults +[1-9].*"));
    assertThat(told).contains("history    clean");
  }
}
