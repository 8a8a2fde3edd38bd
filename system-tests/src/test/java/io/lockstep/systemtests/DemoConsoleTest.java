package io.lockstep.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.lockstep.testkit.browser.Chromium;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console's button ends a server of the demo, as a newcomer would try it. */
class DemoConsoleTest {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration TOUR = Duration.ofMinutes(3);
  private static final Pattern ALIVE = Pattern.compile("^3 of 3$");

  @Test
  void killsAServerByItsButtonAndSeesItComeBack() throws Exception {
    try (var chromium = Chromium.startFor(DemoConsoleTest.class);
        var demo = LockstepProcess.start("demo", "--visitors", "30", "--seed", "3")) {
      demo.awaitLine("console", START);
      demo.awaitLine("Kill a server in the console", TOUR);
      Page page = chromium.browser().newPage();
      List<String> complaints = new ArrayList<>();
      page.onPageError(complaints::add);

      page.navigate(demo.told("console"));
      assertThat(page.locator("#figure-servers")).hasText(ALIVE, patient());
      assertThat(page.locator("#sessions tbody tr").first()).isVisible();
      Locator card = page.locator("#servers > li[data-server=server-2]");
      card.getByRole(AriaRole.BUTTON, named("Kill this server")).click();
      page.locator("#confirm").getByRole(AriaRole.BUTTON, named("Kill server-2")).click();

      assertThat(card.locator(".badge")).not().hasText("alive", patient());
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "demo.png")));
      assertThat(page.locator("#figure-servers")).hasText(ALIVE, patient());
      assertThat(page.locator("#connection")).containsText("Live from");
      assertThat(complaints).isEmpty();
    }
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private static LocatorAssertions.HasTextOptions patient() {
    return new LocatorAssertions.HasTextOptions().setTimeout(60_000);
  }
}
