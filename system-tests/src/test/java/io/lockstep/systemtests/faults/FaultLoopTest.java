package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.lockstep.cli.demo.NetworkKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short run of {@code system-tests/faults}. */
class FaultLoopTest {
  @ParameterizedTest
  @EnumSource(value = NetworkKind.class, mode = EXCLUDE, names = "MEMORY")
  void losesNoSessionAndLeavesACleanHistory(NetworkKind network) throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    var settings =
        new FaultSettings(
            Duration.ofSeconds(network == NetworkKind.AMQP ? 25 : 10),
            1,
            3,
            12,
            1,
            network,
            Optional.empty(),
            Shop.WAR,
            Path.of("target", "faults"));

    boolean clean = FaultLoop.run(settings, told::add);

    assertThat(clean).as(String.join("\n", told)).isTrue();
    assertThat(told).anyMatch(line -> line.matches("faults +[1-9].*"));
    assertThat(told).contains("history    clean");
  }
}
