package io.lockstep.cli.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.FreePorts;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a balancer in front of Lockstep must do. */
abstract class BalancerContract {
  @TempDir private Path work = Path.of("");
  private final FreePorts ports = new FreePorts();
  private final int port = ports.next();
  private final HttpClient visitor = visitor();
  private List<FakeServer> servers = List.of();
  private Children children = new Children(work);

  abstract BalancerKind kind();

  @BeforeEach
  void start() throws IOException {
    children = new Children(work);
    servers = List.of(new FakeServer("server-1"), new FakeServer("server-2"));
    var backends = servers.stream().map(FakeServer::backend).toList();
    var settings =
        new BalancerSettings(
            port, backends, "LOCKSTEP", BalancerSettings.READY, OptionalInt.empty());
    Balancer.start(kind(), "balancer", settings, children, work);
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> newVisitorsOf("server-1") > 0 && newVisitorsOf("server-2") > 0);
  }

  @AfterEach
  void stop() {
    children.close();
    servers.forEach(FakeServer::close);
  }

  @Test
  void keepsAVisitorOnOneServer() throws Exception {
    var first = get("cart").body();

    for (int request = 0; request < 5; request++) {
      assertThat(get("cart").body()).isEqualTo(first);
    }
  }

  @Test
  void sendsNewVisitorsPastAServerThatDrainsAndKeepsThoseItHas() throws Exception {
    var home = get("cart").body();

    server(home).drain(true);
    await().until(() -> newVisitorsOf(home) == 0);

    for (int request = 0; request < 5; request++) {
      assertThat(get("cart").body()).isEqualTo(home);
    }
    server(home).drain(false);
    await().until(() -> newVisitorsOf(home) > 0);
  }

  /** How many of some who come for the first time it gets. */
  private long newVisitorsOf(String server) throws IOException, InterruptedException {
    long its = 0;
    for (int i = 0; i < 6; i++) {
      var request = request("cart").GET().build();
      if (visitor().send(request, BodyHandlers.ofString()).body().equals(server)) {
        its++;
      }
    }
    return its;
  }

  private static HttpClient visitor() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new CookieManager())
        .build();
  }

  @Test
  void sendsAVisitorWithoutASessionPastAServerThatDrains() throws Exception {
    var home = get("cart").body();
    var lookers = Stream.generate(BalancerContract::visitor).limit(6).toList();
    for (var looker : lookers) {
      looker.send(request("products").GET().build(), BodyHandlers.ofString());
    }

    server(home).drain(true);
    await().until(() -> newVisitorsOf(home) == 0);

    for (var looker : lookers) {
      var answer = looker.send(request("cart").GET().build(), BodyHandlers.ofString());
      assertThat(answer.body()).isNotEqualTo(home);
    }
  }

  @Test
  void sendsTheVisitorOfAServerThatIsGoneToAnotherWhateverTheMethod() throws Exception {
    var first = get("cart").body();
    server(first).close();

    var answer = post();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNotEqualTo(first);
  }

  @Test
  void repeatsAGetThatAServerDiedWith() throws Exception {
    var first = get("cart").body();
    server(first).drop();

    var answer = get("cart");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isNotEqualTo(first);
  }

  @Test
  void neverSendsAPostTwice() throws Exception {
    get("cart");
    servers.forEach(FakeServer::drop);

    assertThat(postFails()).isTrue();
    assertThat(servers.stream().flatMap(each -> each.seen().stream()).filter("POST"::equals))
        .hasSize(1);
  }

  /** A balancer may also close the visitor's connection, without a word. */
  private boolean postFails() throws InterruptedException {
    try {
      return post().statusCode() >= 500;
    } catch (IOException closed) {
      return true;
    }
  }

  private FakeServer server(String name) {
    return servers.stream()
        .filter(each -> each.backend().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return visitor.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post() throws IOException, InterruptedException {
    return visitor.send(
        request("cart").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/shop/" + path));
  }
}
