package io.lockstep.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.lockstep.testkit.browser.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's page in a browser, over a cluster that the test makes up. */
class ConsolePageTest {
  private static final String MARKUP = "<img src=x onerror=alert(1)>";

  private static final ConsoleSettings SETTINGS =
      new ConsoleSettings(ConsoleSettings.Access.LOOPBACK, "/demo/");

  private static Chromium chromium;

  @TempDir private Path folder;

  private final ReportedCluster cluster = new ReportedCluster("server-1", "server-2", "server-3");
  private final List<String> complaints = new ArrayList<>();
  private ConsoleServer server;
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.startFor(ConsolePageTest.class);
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = new TomcatConsole(folder, 0, cluster, SETTINGS);
    open(1280, 900, ColorScheme.LIGHT);
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    server.close();
  }

  @Test
  void showsServersAndSessionsAsTheyAppear() {
    page.navigate(server.page().toString());
    assertThat(page.locator("#banner-headline")).hasText("No sessions yet");
    assertThat(card("server-1")).containsText("alive");
    assertThat(card("server-3")).containsText("machine-of-server-3");

    cluster.session("0123456789ab", 3, "server-1", "server-2");
    cluster.session("ba9876543210", 1, "server-2", "server-3");
    assertThat(page.locator("#banner-headline")).hasText("All 2 sessions are backed up");
    assertThat(row("0123456789ab"))
        .containsText(Pattern.compile("acknowledged\\s*server-1\\s*server-2\\s*3@00f1e2"));
    assertThat(row("0123456789ab")).containsText(Pattern.compile("1 min 5 s\\s*0 s\\s*4$"));
    assertThat(page.locator("#announcer")).hasText("All 2 sessions are backed up");
    assertThat(complaints).isEmpty();
  }

  @Test
  void showsWhatEachTransportInstanceCarriesByKey() {
    page.navigate(server.page().toString());
    assertThat(transport("server-2", "heartbeats (amqp)", "all"))
        .containsText(Pattern.compile("connected\\s*12,345 frames, 3.3 MB\\s*23,456 frames"));
    assertThat(transport("server-1", "sessions (amqp)", "SessionAttributeEvents"))
        .containsText("11,000 frames");
    assertThat(card("server-1")).containsText("connected (2)");
    assertThat(card("server-1")).containsText("24,690 frames");
    assertThat(card("server-1")).containsText("12.4 ms, lately 3.1 ms");
    assertThat(complaints).isEmpty();
  }

  private Locator transport(String server, String instance, String key) {
    return page.locator("#transports tbody tr")
        .filter(new Locator.FilterOptions().setHasText(server))
        .filter(new Locator.FilterOptions().setHasText(instance))
        .filter(new Locator.FilterOptions().setHasText(key));
  }

  @Test
  void warnsOfSessionsWithoutABackupAndNamesThem() {
    cluster.session("0123456789ab", 3, "server-1", "server-2");
    cluster.session("ba9876543210", 1, "server-2");
    page.navigate(server.page().toString());
    assertThat(page.locator("#banner-headline")).hasText("1 of 2 sessions has no backup");
    assertThat(page.locator("#unassigned tbody tr")).hasCount(1);
    assertThat(page.locator("#unassigned tbody tr")).containsText("ba9876543210");

    cluster.session("ba9876543210", 2, "server-2", "server-3");
    assertThat(page.locator("#banner-headline")).hasText("All 2 sessions are backed up");
    assertThat(page.locator("#unassigned")).isHidden();
    assertThat(complaints).isEmpty();
  }

  @Test
  void countsASessionWhoseOwnerDiedAsOneCopyUntilItIsTakenOver() {
    cluster.session("0123456789ab", 3, "server-3", "server-2");
    page.navigate(server.page().toString());
    assertThat(page.locator("#banner-headline")).hasText("The one session is backed up");

    cluster.state("server-3", "dead");
    assertThat(card("server-3")).containsText("dead");
    assertThat(page.locator("#banner-headline")).hasText("1 of 1 session has no backup");
    assertThat(page.locator("#sessions tbody tr")).containsText("none, was server-3");

    cluster.session("0123456789ab", 4, "server-2", "server-1");
    assertThat(page.locator("#banner-headline")).hasText("The one session is backed up");
  }

  @Test
  void showsTopicsWithTheirRates() {
    cluster.published("news", "server-1", 1_000, 0);
    cluster.published(MARKUP, "server-2", 5, 0);
    page.navigate(server.page().toString());
    Locator topics = page.locator("#topics tbody tr");
    assertThat(topics).hasCount(2);
    assertThat(topics.filter(new Locator.FilterOptions().setHasText("news")))
        .containsText(Pattern.compile("news\\s*0/s\\s*0/s\\s*1,000\\s*2,000\\s*3\\s*0"));

    cluster.published("news", "server-1", 1_500, 2_000);
    assertThat(topics.filter(new Locator.FilterOptions().setHasText("news")))
        .containsText(Pattern.compile("news\\s*250/s\\s*500/s\\s*1,500\\s*3,000"));
    assertThat(page.locator("#topics-lost")).isHidden();
    assertThat(complaints).isEmpty();
  }

  @Test
  void showsMetersAsRatesOfEachServerAndHowLongThingsTake() {
    cluster.changed("server-1", 1_000, 0);
    page.navigate(server.page().toString());
    assertThat(meter("Sessions Changes")).containsText(Pattern.compile("Changes\\s*–\\s*1,000"));
    assertThat(meter("Backups Size")).containsText("4.3 MB");

    cluster.changed("server-1", 1_500, 2_000);
    assertThat(meter("Sessions Changes"))
        .containsText(
            Pattern.compile("Changes\\s*250/s\\s*1,500\\s*server-1 250/s, server-2 0/s, server-3"));
    assertThat(meter("Loop Busy")).containsText(Pattern.compile("Busy\\s*3.0 %"));
    assertThat(meter("Loop Waiting")).containsText(Pattern.compile("Waiting\\s*4 steps"));
    Locator timings = page.locator("#timings tbody tr");
    assertThat(timings).hasCount(6);
    assertThat(timings.filter(new Locator.FilterOptions().setHasText("Acknowledgement")).first())
        .containsText(Pattern.compile("server-1\\s*1,200\\s*0.9 ms\\s*0.8 ms\\s*4.5 ms\\s*9.0 ms"));
    assertThat(timings.filter(new Locator.FilterOptions().setHasText("Take-over")).first())
        .containsText(Pattern.compile("server-1\\s*0\\s*–\\s*–\\s*–\\s*–\\s*152 ms"));
    assertThat(complaints).isEmpty();
  }

  private Locator meter(String partAndTitle) {
    String[] words = partAndTitle.split(" ", 2);
    return page.locator("#meters tbody tr")
        .filter(new Locator.FilterOptions().setHas(cell("Of", words[0])))
        .filter(new Locator.FilterOptions().setHas(cell("Meter", words[1])));
  }

  private Locator cell(String column, String text) {
    return page.locator("[data-label='" + column + "']")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + text + "$")));
  }

  @Test
  void showsStoresWithTheirSizeAndWhetherTheServersHaveTheSame() {
    cluster.store("offers", 1_000);
    cluster.store(MARKUP, 5);
    page.navigate(server.page().toString());
    assertThat(page.locator("#stores tbody tr")).hasCount(2);
    assertThat(store("offers"))
        .containsText(
            Pattern.compile("the same on all 3 servers\\s*1,000\\s*97.7 KB\\s*2\\s*0 changes"));

    cluster.store("offers", "server-3", 400);
    assertThat(store("offers"))
        .containsText(
            Pattern.compile("not the same on server-3\\s*400 to 1,000\\s*97.7 KB\\s*2\\s*600"));
    cluster.fetches("server-3", "server-1");
    assertThat(store("offers"))
        .containsText("server-3 fetches it from server-1: 400 of about 1,000");
    cluster.store("offers", 1_000);
    assertThat(store("offers")).containsText("the same on all 3 servers");

    cluster.silence("server-2");
    assertThat(store("offers")).containsText("not known of server-2");
    cluster.state("server-2", "dead");
    assertThat(store("offers")).containsText("the same on all 2 servers");
    assertThat(complaints).isEmpty();
  }

  private Locator store(String name) {
    return page.locator("#stores tbody tr").filter(new Locator.FilterOptions().setHasText(name));
  }

  @Test
  void saysNothingOfSafetyWhileAServerDoesNotAnswer() {
    cluster.session("0123456789ab", 3, "server-1", "server-2");
    cluster.session("ba9876543210", 1, "server-3", "server-2");
    cluster.silence("server-3");
    page.navigate(server.page().toString());
    assertThat(page.locator("#banner-headline")).hasText("server-3 does not answer");
    assertThat(card("server-3")).containsText("no answer");
    assertThat(page.locator("#unassigned")).isHidden();
    assertThat(complaints).isEmpty();
  }

  @Test
  void ofTwoWhoHoldThemselvesForTheOwnerBelievesTheHigherEpoch() {
    page.navigate(server.page().toString());
    Object owner =
        page.evaluate(
            """
            async () => {
              const {picture} = await import('./cluster.js');
              const report = (server, epoch) => ({
                server, members: [], incarnation: server, backups: [], losses: [], lossCount: 0, sessionCount: 1,
                backupCount: 0, unassigned: 0,
                sessions: [{key: '0123456789ab', epoch, owner: server, backups: ['c']}],
              });
              return picture([report('a', '9@1'), report('b', '10@2')], null).sessions[0].owner;
            }
            """);
    assertThat(owner).isEqualTo("b");
  }

  @Test
  void countsOwnerlessSessionsAlsoWhereAServerCutsItsLists() {
    page.navigate(server.page().toString());
    Object banner =
        page.evaluate(
            """
            async () => {
              const {picture} = await import('./cluster.js');
              const owned = {key: '0123456789ab', epoch: '1@1', owner: 'a', backups: ['b']};
              const held = {key: '0123456789ab', epoch: '1@1', owner: 'a'};
              const report = (server, sessions, sessionCount, backupCount) => ({
                server, sessions, sessionCount, backups: Array(500).fill(held), backupCount,
                unassigned: 2, members: [], losses: [], lossCount: 0,
              });
              const reports = [report('a', Array(500).fill(owned), 1000, 700), report('b', [], 0, 600)];
              const {sessionCount, unprotectedCount} = picture(reports, picture(reports, null));
              return unprotectedCount + ' of ' + sessionCount;
            }
            """);
    assertThat(banner).isEqualTo("308 of 1304");
  }

  @Test
  void tellsWhatWasLostAndShowsItsTextAsText() {
    cluster.loss("00000000dead", MARKUP);
    page.navigate(server.page().toString());
    assertThat(page.locator("#losses tbody tr").first()).containsText(MARKUP);
    assertThat(page.locator("#losses tbody tr").first()).containsText("4 to 6");
    assertThat(page.locator("#losses img")).hasCount(0);
    assertThat(complaints).isEmpty();
  }

  @Test
  void namesASessionWhoseServersAllDiedUntilItIsSeenAgain() throws Exception {
    cluster.session("0123456789ab", 3, "server-1", "server-2");
    cluster.session("ba9876543210", 1, "server-2", "server-3");
    page.navigate(server.page().toString());
    assertThat(page.locator("#banner-headline")).hasText("All 2 sessions are backed up");
    assertThat(page.locator("#losses")).isHidden();

    int port = server.port();
    server.close();
    cluster.state("server-1", "dead");
    cluster.state("server-2", "dead");
    server = new TomcatConsole(folder, port, cluster, SETTINGS);
    assertThat(page.locator("#connection")).hasText("Live from server-3", patiently());
    Locator losses = page.locator("#losses tbody tr");
    assertThat(losses).hasCount(1, manyTimes());
    assertThat(losses)
        .containsText(
            Pattern.compile(
                "0123456789ab.*the whole session.*"
                    + "Its server server-1 and its backup server-2 are gone, "
                    + "and no other server has it\\..*this page.*3@00f1e2"));
    assertThat(page.locator("#figure-losses")).hasText("1");

    cluster.session("0123456789ab", 4, "server-3");
    assertThat(page.locator("#losses")).isHidden();
    assertThat(page.locator("#figure-losses")).hasText("0");
  }

  @Test
  void searchesAndSortsSessions() {
    for (int i = 0; i < 250; i++) {
      cluster.session(
          "%012d".formatted(i), i, "server-" + (1 + i % 3), "server-" + (1 + (i + 1) % 3));
    }
    page.navigate(server.page().toString());
    assertThat(page.locator("#sessions tbody tr")).hasCount(25);
    page.locator("#sessions .more").click();
    assertThat(page.locator("#sessions tbody tr")).hasCount(125);

    Locator search = page.locator("#sessions input[type=search]");
    search.fill("000000000123 server-1");
    assertThat(page.locator("#sessions tbody tr")).hasCount(1);
    search.fill("");
    Locator epoch = page.locator("#sessions").getByRole(AriaRole.BUTTON, named("Epoch"));
    epoch.click();
    epoch.click();
    assertThat(page.locator("#sessions tbody tr").first()).containsText("000000000249");
    assertThat(page.locator("#sessions th[aria-sort=descending]")).hasText("Epoch");
    assertThat(complaints).isEmpty();
  }

  @Test
  void tellsWhenTheServerIsGoneAndGoesOnWhenOneAnswersAgain() throws Exception {
    page.navigate(server.page().toString());
    assertThat(page.locator("#connection")).hasText("Live from server-1");
    int port = server.port();
    server.close();
    assertThat(page.locator("#connection"))
        .containsText("Connection lost, trying again", patient());
    assertThat(page.locator("#banner-headline")).hasText("Not known: there is no connection");
    assertThat(page.locator("#banner-detail")).containsText("Below is what was known at");

    cluster.state("server-1", "dead");
    server = new TomcatConsole(folder, port, cluster, SETTINGS);
    assertThat(page.locator("#connection")).hasText("Live from server-2");
    assertThat(card("server-1")).containsText("dead");
  }

  @Test
  void killsAServerOnlyAfterAsking() {
    List<String> orders = new ArrayList<>();
    page.route(
        "**/demo/**",
        route -> {
          orders.add(route.request().method() + " " + route.request().url());
          route.fulfill(new Route.FulfillOptions().setStatus(200));
        });
    page.navigate(server.page().toString());
    Locator kill = card("server-2").getByRole(AriaRole.BUTTON, named("Kill this server"));
    kill.click();
    page.locator("#confirm").getByRole(AriaRole.BUTTON, named("Cancel")).click();
    assertThat(page.locator("#confirm")).isHidden();
    assertThat(orders).isEmpty();

    kill.click();
    page.locator("#confirm").getByRole(AriaRole.BUTTON, named("Kill server-2")).click();
    assertThat(card("server-2")).containsText("Killing…");
    cluster.state("server-2", "dead");
    card("server-2").getByRole(AriaRole.BUTTON, named("Start again")).click();
    assertThat(card("server-2")).containsText("Starting…");
    String origin = "http://127.0.0.1:" + server.port();
    assertThat(orders)
        .containsExactly(
            "POST " + origin + "/demo/kill?server=server-2",
            "POST " + origin + "/demo/start?server=server-2");
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1280,900,LIGHT", "1280,900,DARK", "375,812,LIGHT", "375,812,DARK", "320,640,LIGHT"})
  void fitsTheScreenWithoutScrollingSideways(int width, int height, ColorScheme scheme) {
    fillForShow();
    context.close();
    open(width, height, scheme);
    page.navigate(server.page().toString());
    assertThat(page.locator("#unassigned tbody tr")).hasCount(1);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "console-%d-%s.png".formatted(width, scheme))));
    Object sideways =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(sideways).isEqualTo(0);
    assertThat(complaints).isEmpty();
  }

  private void fillForShow() {
    for (int i = 0; i < 24; i++) {
      String key = "%012x".formatted(i * 0x9e3779b97f4aL & 0xffffffffffffL);
      cluster.session(key, 1 + i % 4, "server-" + (1 + i % 2), "server-" + (2 - i % 2));
    }
    cluster.session("ba9876543210", 1, "server-2");
    cluster.loss(
        "00000000dead", "The cluster had moved the session on while this node was cut off.");
    cluster.state("server-3", "dead");
  }

  private void open(int width, int height, ColorScheme scheme) {
    context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(scheme)
                    .setIsMobile(width < 500));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  private Locator card(String name) {
    return page.locator("#servers > li[data-server='" + name + "']");
  }

  private Locator row(String key) {
    return page.locator("#sessions tbody tr").filter(new Locator.FilterOptions().setHasText(key));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private static LocatorAssertions.HasTextOptions patiently() {
    return new LocatorAssertions.HasTextOptions().setTimeout(15_000);
  }

  private static LocatorAssertions.HasCountOptions manyTimes() {
    return new LocatorAssertions.HasCountOptions().setTimeout(30_000);
  }

  private static LocatorAssertions.ContainsTextOptions patient() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(15_000);
  }
}
