package io.lockstep.cli.demo;

import static io.lockstep.cli.demo.ControlEndpoint.MARK;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.cli.balancer.Backend;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.server.ProcessFleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlEndpointTest {
  private ControlEndpoint control = endpoint(Path.of(""));

  @BeforeEach
  void start(@TempDir Path work) {
    control.close();
    control = endpoint(work);
  }

  @AfterEach
  void stop() {
    control.close();
  }

  @Test
  void killsNothingWhileTheTourIsOnItsWay() throws Exception {
    assertThat(status("POST", "kill?server=server-1")).isEqualTo(409);
  }

  @Test
  void obeysAfterTheTour() throws Exception {
    control.open();

    assertThat(status("POST", "kill?server=server-1")).isEqualTo(200);
  }

  @Test
  void knowsItsServers() throws Exception {
    control.open();

    assertThat(status("POST", "kill?server=nobody")).isEqualTo(404);
    assertThat(status("POST", "kill")).isEqualTo(404);
    assertThat(status("GET", "servers")).isEqualTo(200);
  }

  @Test
  void takesOrdersByPostOnly() throws Exception {
    control.open();

    assertThat(status("GET", "kill?server=server-1")).isEqualTo(405);
  }

  @Test
  void refusesAPageFromElsewhere() throws Exception {
    control.open();

    assertThat(
            status("POST", "kill?server=server-1", MARK, "1", "Origin", "http://elsewhere.example"))
        .isEqualTo(403);
    assertThat(status("POST", "kill?server=server-1", MARK, "1", "Sec-Fetch-Site", "cross-site"))
        .isEqualTo(403);
  }

  @Test
  void refusesAFormThatCannotSendTheMark() throws Exception {
    control.open();

    assertThat(status("POST", "kill?server=server-1", "Accept", "*/*")).isEqualTo(403);
  }

  @Test
  void obeysOthersWhileAServerStarts() throws Exception {
    control.open();

    assertThat(status("POST", "start?server=server-1")).isEqualTo(202);
    assertThat(status("POST", "kill?server=server-1")).isEqualTo(200);
  }

  private int status(String method, String order) throws IOException, InterruptedException {
    return status(method, order, MARK, "1");
  }

  private int status(String method, String order, String... headers)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + control.port() + ControlEndpoint.PATH + order);
    var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    request.headers(headers);
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static ControlEndpoint endpoint(Path work) {
    var fleet =
        new ProcessFleet(
            new Children(work),
            List.of(),
            work,
            List.of(new Backend("server-1", 1)),
            any -> Map.of());
    try {
      return new ControlEndpoint(fleet, failure -> {});
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
