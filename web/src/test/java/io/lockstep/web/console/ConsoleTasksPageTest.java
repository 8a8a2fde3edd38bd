package io.lockstep.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.lockstep.testkit.browser.Chromium;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tasks on the console's page, over real nodes. */
class ConsoleTasksPageTest {
  @TempDir private Path folder;
  private NodeGroup nodes;
  private ConsoleServer server;

  @BeforeEach
  void start() throws Exception {
    nodes = new NodeGroup("a", "b");
    server = new TomcatConsole(folder, nodes.node("a"), ConsoleSettings.defaults());
  }

  @AfterEach
  void stop() {
    server.close();
    nodes.close();
  }

  private static Locator task(Page page, String name, String server) {
    return page.locator("#tasks tbody tr")
        .filter(new Locator.FilterOptions().setHasText(name))
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.locator("[data-label=Server]")
                        .filter(
                            new Locator.FilterOptions()
                                .setHasText(Pattern.compile("^" + server + "$")))));
  }

  @Test
  void showsWhenTasksRanAndRunsThemOnAllServersAtOnce() {
    try (Chromium chromium = Chromium.startFor(ConsoleTasksPageTest.class)) {
      Page page = chromium.browser().newPage();
      page.navigate(server.page().toString());
      assertThat(page.locator("#tasks tbody tr")).hasCount(10);
      Locator verification = task(page, "backup-verification-task", "b");
      assertThat(verification.locator("[data-label=Manager]")).hasText("BackupAssignmentManager");
      assertThat(verification.locator("[data-label=Every]")).hasText("5 min");
      assertThat(verification.locator("[data-label='Last run']")).hasText("not yet");
      assertThat(verification.locator("[data-label=Pending]")).hasText("0");

      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Verify backups"))
          .click();

      assertThat(page.locator("#tasks .outcome"))
          .hasText("Asked for backup-verification-task on a and b.");
      assertThat(verification.locator("[data-label=Runs]")).hasText("1");
      assertThat(task(page, "backup-verification-task", "a").locator("[data-label=Runs]"))
          .hasText("1");
      assertThat(verification.locator("[data-label='Last run']")).containsText("ago");
    }
  }
}
