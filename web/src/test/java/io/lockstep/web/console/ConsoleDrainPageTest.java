package io.lockstep.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.lockstep.report.NodeReport.DrainReport;
import io.lockstep.testkit.browser.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draining on the console's page. */
class ConsoleDrainPageTest {
  @TempDir private Path folder;

  private static Locator card(Page page, String server) {
    return page.locator("#servers > li[data-server=" + server + "]");
  }

  @Test
  void tellsHowManySessionsAreLeftAndWhenTheyWillHaveGone() throws Exception {
    var cluster = new ReportedCluster("one", "two");
    try (Chromium chromium = Chromium.startFor(ConsoleDrainPageTest.class);
        ConsoleServer server = new TomcatConsole(folder, cluster, ConsoleSettings.defaults())) {
      Page page = chromium.browser().newPage();
      page.navigate(server.page().toString());
      Locator one = card(page, "one");
      assertThat(one.locator(".badge")).hasText("alive");
      assertThat(one.locator(".drain-progress")).isHidden();

      cluster.synchronises("one", true);
      assertThat(one.locator(".badge")).hasText("synchronising");
      assertThat(one.locator(".note")).hasText("It does not know its cluster yet.");
      assertThat(page.locator("#figure-servers")).hasText("2 of 2");
      cluster.synchronises("one", false);

      cluster.drains("one", new DrainReport(60_000, 40, 40, 1_740_000, "expiry", 1_740_000, 1));
      assertThat(one.locator(".badge")).hasText("draining");
      assertThat(page.locator("#figure-servers")).hasText("2 of 2");
      assertThat(one.locator(".drain-left")).hasText("40 of 40 sessions left, draining for 1 min");
      assertThat(one.locator(".drain-estimate"))
          .hasText("The last expires in 29 min, if nobody uses it.");
      assertThat(one.locator(".drain-alone")).isHidden();

      cluster.drains("one", new DrainReport(240_000, 40, 30, 720_000, "pace", 1_560_000, 0));
      assertThat(one.locator(".drain-left")).containsText("30 of 40 sessions left");
      assertThat(one.locator("progress")).hasAttribute("value", "10");
      assertThat(one.locator(".drain-estimate"))
          .hasText(
              "At the pace so far the rest is gone in about 12 min; if nobody used them, in 26 min"
                  + " at the latest.");
      assertThat(one.locator(".drain-alone")).hasText("Nobody else takes new visitors.");

      cluster.drains("one", new DrainReport(240_000, 2, 3, -1, "unknown", -1, 1));
      assertThat(one.locator(".drain-left")).containsText("3 sessions left, 2 when it began");
      assertThat(one.locator(".drain-estimate")).containsText("unknown");

      cluster.drains("one", new DrainReport(240_000, 40, 0, 0, "none-left", 0, 1));
      assertThat(one.locator(".drain-estimate")).hasText("All have gone: it can be stopped.");

      cluster.resumes("one");
      assertThat(one.locator(".badge")).hasText("alive");
      assertThat(one.locator(".drain-progress")).isHidden();
    }
  }

  @Test
  void drainsAServerAndTakesItBack() throws Exception {
    try (NodeGroup nodes = new NodeGroup("a", "b");
        Chromium chromium = Chromium.startFor(ConsoleDrainPageTest.class);
        ConsoleServer server =
            new TomcatConsole(folder, nodes.node("a"), ConsoleSettings.defaults())) {
      nodes.makeSession("b");
      Page page = chromium.browser().newPage();
      page.navigate(server.page().toString());
      Locator card = card(page, "b");
      Locator begin = card.locator(".drain button").nth(0);
      Locator end = card.locator(".drain button").nth(1);
      assertThat(card.locator(".badge")).hasText("alive");

      begin.click();
      assertThat(card.locator(".badge")).hasText("draining");
      assertThat(card.locator(".drain-left")).containsText("1 of 1 session left");
      assertThat(begin).isHidden();
      assertThat(card(page, "a").locator(".badge")).hasText("alive");

      end.click();
      assertThat(card.locator(".badge")).hasText("alive");
      assertThat(end).isHidden();
    }
  }
}
