package io.lockstep.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.lockstep.testkit.browser.Chromium;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** More is killed than there are copies: what cannot be saved, and what is told of it. */
class DemoLossTest {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration TOUR = Duration.ofMinutes(3);

  private final CookieManager cookies = new CookieManager();
  private final HttpClient visitor =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();

  @Test
  void showsWhatExistsOnlyOnceAndStartsAnewWhatNobodyHasAnyMore() throws Exception {
    try (var chromium = Chromium.startFor(DemoLossTest.class);
        var demo =
            LockstepProcess.start(
                "demo", "--visitors", "10", "--seed", "9", "--balancer", "builtin")) {
      demo.awaitLine("Kill a server in the console", TOUR);
      var shop = URI.create(demo.told("shop"));
      ask("POST", shop.resolve("cart?item=assam"));
      var key = key();
      var holders = holders(shop, key);
      Page page = chromium.browser().newPage();
      page.navigate(demo.told("console"));
      page.locator("#sessions input[type=search]").fill(key);
      assertThat(page.locator("#sessions tbody tr")).containsText(key);

      kill(holders.stream().map(each -> pid(demo, each)).toList());

      // What the third server has is there once, and it says so.
      await()
          .atMost(START)
          .until(
              () -> ask("GET", shop.resolve("lockstep/api/cluster")).body(),
              reports -> reports.matches("(?s).*\"unprotected\":[1-9].*"));
      // As long as a copy might come back the visitor is told to wait, and then starts anew.
      var answer =
          await()
              .atMost(START)
              .until(() -> ask("GET", shop.resolve("cart")), got -> got.statusCode() != 503);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"new\":true").doesNotContain("assam");
      // No server knows of it any more, but the page has seen it.
      Locator loss =
          page.locator("#losses tbody tr").filter(new Locator.FilterOptions().setHasText(key));
      assertThat(loss).containsText("the whole session", patient());
      assertThat(loss).containsText(holders.get(0));
      assertThat(loss).containsText(holders.get(1));
    }
  }

  private HttpResponse<String> ask(String method, URI address)
      throws IOException, InterruptedException {
    return visitor.send(
        HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  /** The first digits of an id name its session. */
  private String key() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(each -> each.getName().equals("LOCKSTEP"))
        .map(each -> each.getValue().substring(0, 12))
        .findFirst()
        .orElseThrow();
  }

  /** The owner of the session and its backup, once it has one. */
  private List<String> holders(URI shop, String key) {
    var session =
        Pattern.compile(
            "\"key\":\""
                + key
                + "\",\"epoch\":\"[^\"]*\",\"sequence\":\\d+,\"owner\":\"([^\"]+)\","
                + "\"backups\":\\[\"([^\"]+)\"]");
    return await()
        .atMost(START)
        .ignoreExceptions()
        .until(
            () ->
                session
                    .matcher(ask("GET", shop.resolve("lockstep/api/cluster")).body())
                    .results()
                    .flatMap(found -> Stream.of(found.group(1), found.group(2)))
                    .distinct()
                    .toList(),
            found -> found.size() == 2);
  }

  private static LocatorAssertions.ContainsTextOptions patient() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
  }

  private static String pid(LockstepProcess demo, String server) {
    var line = Pattern.compile(Pattern.quote(server) + " \\(process (\\d+)\\)");
    return line.matcher(demo.text()).results().reduce((one, next) -> next).orElseThrow().group(1);
  }

  /** Both at once, so that neither survives the other. */
  private static void kill(List<String> pids) throws IOException, InterruptedException {
    assertThat(pids).hasSize(2);
    var command = Stream.concat(Stream.of("kill", "-KILL"), pids.stream()).toList();
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
