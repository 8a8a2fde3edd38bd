package io.lockstep.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.lockstep.testkit.browser.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One session on the console's page, over real nodes. */
class ConsoleSessionPageTest {
  @TempDir private Path folder;
  private NodeGroup nodes;
  private ConsoleServer server;

  @BeforeEach
  void start() throws Exception {
    nodes = new NodeGroup("a", "b");
    nodes.makeSession("a");
    server = new TomcatConsole(folder, nodes.node("a"), ConsoleSettings.defaults());
  }

  @AfterEach
  void stop() {
    server.close();
    nodes.close();
  }

  @Test
  void showsWhatEachServerHasAndEndsTheSessionWhenAskedTwice() {
    try (Chromium chromium = Chromium.startFor(ConsoleSessionPageTest.class)) {
      List<String> complaints = new ArrayList<>();
      Page page = chromium.browser().newPage();
      page.onPageError(complaints::add);
      page.navigate(server.page().toString());
      page.locator("#sessions tbody tr").getByRole(AriaRole.BUTTON).click();

      Locator dialog = page.locator("#session");
      assertThat(dialog.locator("h3")).hasText(new String[] {"a owns it", "b holds a copy"});
      assertThat(dialog.locator("section").first()).containsText("cart");
      assertThat(dialog.locator("section").first()).containsText("holds");
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target/session.png")));

      Locator end = dialog.locator("#session-end");
      end.click();
      assertThat(end).hasText("Really end it: its visitor is logged out");
      end.click();
      assertThat(dialog).containsText("Its owner was told to end it.");
      dialog.getByText("Close").click();
      assertThat(page.locator("#sessions .empty")).hasText("No sessions yet.");
      Assertions.assertThat(complaints).isEmpty();
    }
  }
}
