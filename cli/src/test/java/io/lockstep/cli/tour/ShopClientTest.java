package io.lockstep.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.JavaProgram;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopClientTest {
  /** In a JVM of its own, since the JDK decides at a JVM's first request whether it repeats any. */
  @Test
  void tellsOfAGetWhoseConnectionWasClosedWithoutAnAnswer(@TempDir Path logs) throws Exception {
    try (var server = new ClosingServer();
        var children = new Children(logs)) {
      var program =
          new JavaProgram(
              "visitor",
              VisitorMain.class.getName(),
              64,
              List.of("http://127.0.0.1:" + server.port() + "/"),
              Map.of());

      var child = children.startJava(program, "MET");

      assertThat(child.ready().orTimeout(20, TimeUnit.SECONDS).join())
          .isEqualTo("success connection");
      assertThat(server.seen()).isEqualTo(3);
    }
  }

  /** Asks as the demo does: first for something else, then twice for a cart. */
  static final class VisitorMain {
    private VisitorMain() {}

    public static void main(String[] arguments) throws Exception {
      ShopClient.neverRepeat();
      var shop = URI.create(arguments[0]);
      HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(shop).build(), BodyHandlers.discarding());
      var client = new ShopClient(shop, Runnable::run);
      var cookies = new Cookies();
      var first = client.get(cookies).join().failure();
      var second = client.get(cookies).join().failure();
      System.out.println("MET " + (first == null ? "success" : first) + " " + second);
    }
  }
}
