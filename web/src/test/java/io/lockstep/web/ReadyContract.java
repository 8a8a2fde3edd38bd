package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a balancer is told that asks whether to send visitors here. */
abstract class ReadyContract {
  private final HttpClient balancer = HttpClient.newHttpClient();

  private final Container container;

  ReadyContract(Container container) {
    this.container = container;
  }

  private Farm farm(Map<String, String> settings) {
    return container.farm(1, new TestApp(), settings);
  }

  private HttpResponse<String> ask(Farm farm, String path) throws Exception {
    return send(farm, "GET", path);
  }

  private HttpResponse<String> send(Farm farm, String method, String path)
      throws IOException, InterruptedException {
    return balancer.send(
        HttpRequest.newBuilder(farm.uri(0, path))
            .method(method, BodyPublishers.noBody())
            .header("X-Forwarded-For", "203.0.113.9")
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aServerIsReadyForWhoeverAsksAndMakesNoSession() throws Exception {
    try (Farm farm = farm(Map.of("lockstep.console", "false"))) {
      HttpResponse<String> ready = ask(farm, "/lockstep/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).isEqualTo("ready\n");
      assertThat(ready.headers().allValues("Set-Cookie")).isEmpty();
      assertThat(ready.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(send(farm, "HEAD", "/lockstep/ready").statusCode()).isEqualTo(200);
      assertThat(send(farm, "POST", "/lockstep/ready").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void aServerThatDrainsIsNotFoundUntilItTakesVisitorsAgain() throws Exception {
    try (Farm farm = farm(Map.of())) {
      farm.node(0).drain().drainHere().join();
      HttpResponse<String> draining = ask(farm, "/lockstep/ready");
      assertThat(draining.statusCode()).isEqualTo(404);
      assertThat(draining.body()).startsWith("draining");
      assertThat(ask(farm, "/lockstep/ready?alone").statusCode()).isEqualTo(404);
      farm.node(0).drain().resumeHere().join();
      assertThat(ask(farm, "/lockstep/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aServerWithoutItsClusterSaysSoUnlessThatIsNoReason() throws Exception {
    try (Farm farm = farm(Map.of("lockstep.heartbeat-period", "200 ms"))) {
      farm.cutOff(0);
      await().until(() -> ask(farm, "/lockstep/ready").statusCode() == 503);
      assertThat(ask(farm, "/lockstep/ready").body()).startsWith("no cluster");
      assertThat(ask(farm, "/lockstep/ready?alone").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aServerThatStopsSaysSo() throws Exception {
    try (Farm farm = farm(Map.of())) {
      farm.node(0).close();
      HttpResponse<String> stopping = ask(farm, "/lockstep/ready?alone");
      assertThat(stopping.statusCode()).isEqualTo(503);
      assertThat(stopping.body()).isEqualTo("stopping\n");
    }
  }
}
