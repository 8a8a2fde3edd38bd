package io.lockstep.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.cli.demo.NetworkKind;
import io.lockstep.systemtests.history.HistoryCheck;
import io.lockstep.systemtests.history.Items;
import io.lockstep.systemtests.servers.Reply.Cart;
import io.lockstep.systemtests.servers.ShopServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document's "Using 2 Tomcat Servers to Simulate Failover", with other visitors beside. */
class TwoTomcatsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int OTHERS = 6;

  @TempDir private Path folder;

  @Test
  void theVisitorsGoOnWhenOneIsKilledAndStartedAgainUnderLoad() throws Exception {
    var settings =
        new FaultSettings(
            Duration.ZERO, 1, 2, OTHERS, 1, NetworkKind.AMQP, Optional.empty(), Shop.WAR, folder);
    var histories = Histories.create(settings);
    try (ShopServers servers = Shop.start(2);
        var others = new Crowd(settings, servers, new Waits(), histories)) {
      await().atMost(TIMEOUT).until(servers::isSafe);
      var a = servers.shop("server-1");
      var guest = new Guest();
      guest.put(a, "one");
      guest.put(a, "two");
      assertThat(guest.awaitOwner(servers, "server-1").backups()).containsExactly("server-2");

      servers.kill("server-1");
      servers.startAgain("server-1");

      Cart cart = guest.awaitCart(a);
      assertThat(cart.server()).isEqualTo("server-1");
      assertThat(cart.fresh()).isFalse();
      assertThat(cart.items()).containsExactly(Guest.line("one"), Guest.line("two"));
      await().atMost(TIMEOUT).until(servers::isSafe);
      others.leave();
    }
    Totals totals = histories.check();
    assertThat(totals.violations()).isEmpty();
    assertThat(totals.isClean()).as("%s", totals.lines()).isTrue();
    checkThatALossWouldBeFound();
  }

  /** As if the first item of a visitor's last cart had been lost. */
  private void checkThatALossWouldBeFound() throws IOException {
    Path file;
    try (Stream<Path> files = Files.walk(folder)) {
      file = files.filter(each -> each.endsWith("visitor-1.jsonl")).findFirst().orElseThrow();
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String last = lines.remove(lines.size() - 1);
    var cart = Pattern.compile("\"items\":\"([^\"]+)\"").matcher(last);
    assertThat(cart.find()).as(last).isTrue();
    List<String> items = Items.read(cart.group(1));
    String without = Items.write(items.subList(1, items.size()));
    lines.add(cart.replaceFirst("\"items\":\"" + without + "\""));
    Files.write(file, lines);

    assertThat(HistoryCheck.check(file).stream().flatMap(each -> each.violations().stream()))
        .isNotEmpty();
  }
}
