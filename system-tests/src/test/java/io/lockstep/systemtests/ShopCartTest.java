package io.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The sample shop shows how a session is kept small. */
class ShopCartTest {
  private static final int MOST_LINES = 200;

  private final HttpClient visitor =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();

  @Test
  void takesSoManyLinesAndThenMoreOnlyOfWhatIsIn() throws Exception {
    try (var demo = LockstepProcess.start("demo", "--servers", "2", "--balancer", "builtin")) {
      demo.awaitLine("console", Duration.ofSeconds(60));
      var cart = demo.told("shop") + "cart?item=assam~";
      for (int line = 0; line < MOST_LINES; line++) {
        assertThat(post(cart + line)).isEqualTo(200);
      }

      assertThat(post(cart + MOST_LINES)).isEqualTo(409);
      assertThat(post(cart + 0)).isEqualTo(200);
    }
  }

  private int post(String address) throws IOException, InterruptedException {
    return visitor
        .send(
            HttpRequest.newBuilder(URI.create(address)).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
