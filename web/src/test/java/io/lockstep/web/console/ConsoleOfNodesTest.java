package io.lockstep.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.lockstep.report.NodeReport;
import io.lockstep.testkit.browser.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console over real nodes. */
class ConsoleOfNodesTest {
  @TempDir private Path folder;
  private NodeGroup nodes;
  private ConsoleServer server;

  @BeforeEach
  void start() throws Exception {
    nodes = new NodeGroup("a", "b", "c");
    server = new TomcatConsole(folder, nodes.node("a").observer(), ConsoleSettings.defaults());
  }

  @AfterEach
  void stop() {
    server.close();
    nodes.close();
  }

  @Test
  void tellsTheReportsOfAllNodes() throws Exception {
    nodes.makeSession("b");
    NodeReport[] reports = read("api/cluster", NodeReport[].class);
    assertThat(reports).extracting(NodeReport::server).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(reports[0].server()).isEqualTo("a");
    assertThat(reports).extracting(NodeReport::sessionCount).containsExactlyInAnyOrder(0, 0, 1);
    assertThat(read("api/node", NodeReport.class).members()).hasSize(3);
  }

  @Test
  void showsAFailoverAsItHappens() throws Exception {
    try (Chromium chromium = Chromium.startFor(ConsoleOfNodesTest.class)) {
      Page page = chromium.browser().newPage();
      page.navigate(server.page().toString());
      assertThat(page.locator("#servers > li[data-state=alive]")).hasCount(3);
      Locator headline = page.locator("#banner-headline");
      assertThat(headline).hasText("No sessions yet");

      String id = nodes.makeSession("c");
      assertThat(headline).hasText("The one session is backed up");
      Locator session = page.locator("#sessions tbody tr");
      assertThat(session.locator("[data-label=Owner]")).hasText("c");

      nodes.kill("c");
      assertThat(page.locator("#servers > li[data-server=c]")).containsText("dead");
      // Its backup adopts the session, and finds another backup for it, before anybody visits.
      assertThat(session.locator("[data-label=Owner]")).not().hasText("none, was c");
      assertThat(headline).hasText("The one session is backed up");

      nodes.visit("b", id);
      assertThat(session.locator("[data-label=Owner]")).hasText("b");
      assertThat(headline).hasText("The one session is backed up");
    }
  }

  private <T> T read(String path, Class<T> type) throws IOException {
    try (InputStream json = server.page().resolve(path).toURL().openStream()) {
      return new ObjectMapper().readValue(json, type);
    }
  }
}
