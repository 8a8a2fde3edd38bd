package io.lockstep.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.lockstep.report.NodeReport;
import io.lockstep.report.NodeReport.CounterReport;
import io.lockstep.report.NodeReport.TimingReport;
import io.lockstep.session.SessionUse;
import io.lockstep.testkit.browser.Chromium;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The meters of real nodes, on the page and as JSON. */
class ConsoleMetersTest {
  private static final Path METERS =
      Path.of("src/main/resources/io/lockstep/web/console/meters.js");

  @TempDir private Path folder;
  private NodeGroup nodes;
  private ConsoleServer server;

  @BeforeEach
  void start() throws Exception {
    nodes = new NodeGroup("a", "b");
    server = new TomcatConsole(folder, nodes.node("a").observer(), ConsoleSettings.defaults());
  }

  @AfterEach
  void stop() {
    server.close();
    nodes.close();
  }

  private NodeReport report() throws Exception {
    try (InputStream json = server.page().resolve("api/node").toURL().openStream()) {
      return new ObjectMapper().readValue(json, NodeReport.class);
    }
  }

  private void change(String id, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (SessionUse use =
          nodes.node("a").sessions().open(id, 0).get(10, TimeUnit.SECONDS).orElseThrow()) {
        use.session().setAttribute("cart", "apples " + i);
        var unused = use.commit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Locator row(Page page, String table, String... words) {
    Locator rows = page.locator("#" + table + " tbody tr");
    for (String word : words) {
      rows = rows.filter(new Locator.FilterOptions().setHasText(word));
    }
    return rows.first();
  }

  @Test
  void moveAsSessionsChangeAndCallsAreMade() throws Exception {
    nodes.node("b").rpc().handle("greet", call -> "hello " + call.argument());
    String id = nodes.makeSession("a");
    try (Chromium chromium = Chromium.startFor(ConsoleMetersTest.class)) {
      Page page = chromium.browser().newPage();
      page.navigate(server.page().toString());
      Locator changes = row(page, "meters", "Batches of changes");
      assertThat(changes.locator("[data-label='By server']")).containsText("a 0/s, b 0/s");

      change(id, 50);
      var greeting = nodes.node("a").rpc().call("b", "greet", "Ada", String.class);
      assertThat(greeting.get(10, TimeUnit.SECONDS)).isEqualTo("hello Ada");

      assertThat(changes.locator("[data-label='Since the start']"))
          .hasText(Pattern.compile("5[0-9]"));
      assertThat(changes.locator("[data-label='Now']")).hasText(Pattern.compile("[1-9].*/s"));
      assertThat(row(page, "meters", "Calls", "Served").locator("[data-label='Since the start']"))
          .hasText("1");
      assertThat(row(page, "timings", "Acknowledgement").locator("[data-label='Longest']"))
          .hasText(Pattern.compile("[0-9.]+ ms"));
      assertThat(row(page, "timings", "Call").locator("[data-label='Times']")).hasText("1");
    }
    assertThat(counter("sessions.changes")).isGreaterThanOrEqualTo(50);
    assertThat(counter("sessions.changes-acknowledged")).isGreaterThanOrEqualTo(50);
    assertThat(report().timings())
        .filteredOn(timing -> timing.name().equals("sessions.acknowledgement"))
        .singleElement()
        .satisfies(timing -> assertThat(timing.p50Us()).isBetween(1L, timing.longestUs()));
    assertThat(report().loop().steps()).isGreaterThan(100);
    assertThat(report().loop().busyUs()).isPositive();
  }

  private long counter(String name) throws Exception {
    return report().counters().stream()
        .filter(counter -> counter.name().equals(name))
        .mapToLong(CounterReport::value)
        .sum();
  }

  @Test
  void areRatesOfTenSecondsAndNameTheServersThatDoMost() {
    try (Chromium chromium = Chromium.startFor(ConsoleMetersTest.class)) {
      Page page = chromium.browser().newPage();
      page.navigate(server.page().toString());
      Object shown =
          page.evaluate(
              """
              async () => {
                const {makeMeters} = await import('./meters.js');
                const meters = makeMeters();
                const report = (name, uptimeMs, value, incarnation = name) => ({
                  name, report: {incarnation, uptimeMs, counters: [{name: 'sessions.changes', value}]},
                });
                const shown = (...servers) => {
                  const [changes] = meters.rows(servers);
                  return changes.shown + ' | ' + changes.shownInAll + ' | ' + changes.servers;
                };
                return [
                  shown(report('a', 1000, 50)),
                  shown(report('a', 5000, 90)),
                  shown(report('a', 9000, 170)),
                  shown(report('a', 15000, 290)),
                  shown(report('a', 1000, 3, 'another life')),
                  shown(...[1, 2, 3, 4, 5, 6].map((i) => report('s' + i, 1000, 0))),
                  shown(...[1, 2, 3, 4, 5, 6].map((i) => report('s' + i, 2000, 10 * i))),
                ].join('; ');
              }
              """);
      assertThat(shown)
          .isEqualTo(
              "– | 50 | ; 10/s | 90 | ; 15/s | 170 | ; 20/s | 290 | ; – | 3 | ; – | 0 | ; "
                  + "210/s | 210 | s6 60/s, s5 50/s, s4 40/s, s3 30/s, 2 more");
    }
  }

  @Test
  void thePageKnowsEachDurationAndTheGuideTellsAllThatThePageShows() throws Exception {
    String page = Files.readString(METERS);
    String guide = Files.readString(Path.of("../docs/monitoring.md"));
    List<String> timings = report().timings().stream().map(TimingReport::name).toList();
    assertThat(timings)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).contains("'" + name + "'"))
        .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    assertThat(Pattern.compile("counted\\('([a-z.-]+)'\\)").matcher(page).results())
        .hasSizeGreaterThan(10)
        .allSatisfy(name -> assertThat(guide).contains("`" + name.group(1) + "`"));
  }
}
