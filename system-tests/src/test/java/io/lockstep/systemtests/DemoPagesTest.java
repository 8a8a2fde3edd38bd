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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's pages after its tour, as a newcomer would try them. */
class DemoPagesTest {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration TOUR = Duration.ofMinutes(3);
  private static final Pattern ALIVE = Pattern.compile("^3 of 3$");

  private static final String SERVERS_OF_TEN_ANSWERS =
      """
      async () => {
        const servers = new Set();
        for (let i = 0; i < 10; i++) {
          servers.add((await (await fetch("notes")).json()).server);
        }
        return [...servers];
      }
      """;

  private static Chromium chromium;
  private static LockstepProcess demo;
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void startDemo() throws Exception {
    chromium = Chromium.startFor(DemoPagesTest.class);
    demo = LockstepProcess.start("demo", "--visitors", "30", "--seed", "3");
    demo.awaitLine("console", START);
    demo.awaitLine("Kill a server in the console", TOUR);
  }

  @AfterAll
  static void endDemo() throws Exception {
    if (demo != null) {
      demo.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void theConsoleKillsAServerByItsButtonAndSeesItComeBack() {
    Page page = open("console");

    assertThat(page.locator("#figure-servers")).hasText(ALIVE, patient());
    assertThat(page.locator("#sessions tbody tr").first()).isVisible();
    Locator card = page.locator("#servers > li[data-server=server-2]");
    card.getByRole(AriaRole.BUTTON, named("Kill this server")).click();
    page.locator("#confirm").getByRole(AriaRole.BUTTON, named("Kill server-2")).click();

    assertThat(card.locator(".badge")).not().hasText("alive", patient());
    screenshot(page, "demo.png");
    assertThat(page.locator("#figure-servers")).hasText(ALIVE, patient());
    assertThat(page.locator("#connection")).containsText("Live from");
    assertThat(complaints).isEmpty();
  }

  @Test
  void theBoardShowsOnEveryServerWhatOnePinsPublishesAndTakesDown() {
    List<Page> boards = boardsOfTwoServers();
    Page here = boards.get(0);
    Page there = boards.get(1);

    here.getByLabel("A note", exactly()).fill("Tea at four");
    here.locator("#pin").getByRole(AriaRole.BUTTON).click();
    here.getByLabel("A message", exactly()).fill("The kettle is on");
    here.locator("#publish").getByRole(AriaRole.BUTTON).click();

    for (Page board : boards) {
      assertThat(board.locator("#notes")).containsText("Tea at four");
      assertThat(board.locator("#messages")).containsText("The kettle is on");
    }
    screenshot(there, "board.png");
    there.getByLabel("Take down: Tea at four").click();
    assertThat(here.locator("#notes")).not().containsText("Tea at four");
    assertThat(complaints).isEmpty();
  }

  @Test
  void theBoardComesFromOneServerFromTheFirstPageOn() {
    Page page = open("board");

    assertThat((List<?>) page.evaluate(SERVERS_OF_TEN_ANSWERS)).hasSize(1);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aDraftIsWrittenTickedOffAndStillThereWhenThePageIsOpenedAgain() {
    Page page = open("board");
    for (String line : List.of("tea", "cups")) {
      page.getByLabel("A line", exactly()).fill(line);
      page.locator("#draft").getByRole(AriaRole.BUTTON).click();
      assertThat(page.locator("#lines")).containsText(line);
    }
    page.getByLabel("Tick off: tea", exactly()).click();
    assertThat(page.locator("#lines")).containsText("✓ tea");
    page.reload();
    assertThat(page.locator("#lines li span")).hasText(new String[] {"✓ tea", "cups"});
    page.getByLabel("Remove: ✓ tea", exactly()).click();
    assertThat(page.locator("#lines li span")).hasText(new String[] {"cups"});
    assertThat(complaints).isEmpty();
  }

  /** The balancer leads each new visitor somewhere else. */
  private List<Page> boardsOfTwoServers() {
    Page first = open("board");
    for (int visitor = 0; visitor < 10; visitor++) {
      Page next = open("board");
      if (!server(next).equals(server(first))) {
        return List.of(first, next);
      }
      next.context().close();
    }
    throw new AssertionError("ten visitors were led to the same server");
  }

  private static String server(Page board) {
    assertThat(board.locator("#server")).containsText("server-");
    return board.locator("#server").textContent();
  }

  /** A page of its own visitor. */
  private Page open(String told) {
    Page page = chromium.browser().newContext().newPage();
    page.onPageError(complaints::add);
    page.navigate(demo.told(told));
    return page;
  }

  private static void screenshot(Page page, String file) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target", file)));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private static LocatorAssertions.HasTextOptions patient() {
    return new LocatorAssertions.HasTextOptions().setTimeout(60_000);
  }
}
