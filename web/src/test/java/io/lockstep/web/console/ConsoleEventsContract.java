package io.lockstep.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.NodeReport;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ConsoleEventsContract {
  private final ReportedCluster cluster = new ReportedCluster("a", "b", "c");
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<EventReader> readers = new ArrayList<>();
  private ConsoleServer server;

  abstract ConsoleServer start(NodeObserver observer, ConsoleSettings settings) throws Exception;

  @BeforeEach
  void start() throws Exception {
    server = start(cluster, ConsoleSettings.defaults());
  }

  @AfterEach
  void stop() throws Exception {
    for (EventReader reader : readers) {
      reader.close();
    }
    server.close();
  }

  @Test
  void tellsWhatChangesWhileItIsOpen() throws Exception {
    EventReader reader = open();
    await().until(() -> !reader.events().isEmpty());
    assertThat(reader.type()).isEqualToIgnoringCase("text/event-stream;charset=UTF-8");

    cluster.session("0123456789ab", 3, "a", "b");
    await().until(() -> latest(reader)[0].sessionCount() == 1);
    assertThat(latest(reader)).containsExactlyElementsOf(cluster.clusterReport().join());
  }

  @Test
  void asksTheClusterOnceASecondHoweverManyListen() throws Exception {
    for (int i = 0; i < 8; i++) {
      open();
    }
    await().until(() -> readers.stream().allMatch(reader -> reader.events().size() >= 3));
    int most = readers.stream().mapToInt(reader -> reader.events().size()).max().orElseThrow();
    assertThat(cluster.asked()).isLessThanOrEqualTo(most + 2);
  }

  @Test
  void asksNoMoreWhenNobodyListens() throws Exception {
    EventReader reader = open();
    await().until(() -> !reader.events().isEmpty());
    reader.close();
    AtomicInteger before = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(1500))
        .until(() -> before.getAndSet(cluster.asked()) == cluster.asked());
    EventReader again = open();
    await().until(() -> again.events().size() >= 2);
  }

  @Test
  void takesABoundedNumberOfListenersAndTellsTheNextWhatToDo() throws Exception {
    for (int i = 0; i < ClusterFeed.MOST_LISTENERS; i++) {
      assertThat(open().status()).isEqualTo(200);
    }
    EventReader refused = open();
    assertThat(refused.status()).isEqualTo(503);
    await().until(() -> refused.events().toString().contains("api/cluster"));

    readers.get(0).close();
    await().until(() -> open().status() == 200);
  }

  @Test
  void endsItsStreamsWhenTheApplicationStops() throws Exception {
    EventReader reader = open();
    await().until(() -> !reader.events().isEmpty());
    server.close();
    await().until(reader::ended);
  }

  private EventReader open() throws Exception {
    EventReader reader = new EventReader(client, server.page());
    readers.add(reader);
    return reader;
  }

  private static NodeReport[] latest(EventReader reader) throws Exception {
    String event = reader.events().get(reader.events().size() - 1);
    assertThat(event).startsWith("event: cluster\ndata: ");
    return new ObjectMapper().readValue(event.substring(event.indexOf('[')), NodeReport[].class);
  }
}
