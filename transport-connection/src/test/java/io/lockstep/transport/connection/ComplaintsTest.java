package io.lockstep.transport.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ComplaintsTest {
  private final Logger log = (Logger) LoggerFactory.getLogger("complaints");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
  private final Complaints complaints = new Complaints(log, nanoTime::get);

  @BeforeEach
  void listen() {
    events.start();
    log.setLevel(Level.WARN);
    log.setAdditive(false);
    log.addAppender(events);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(events);
  }

  private List<String> logged() {
    return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void eachSourceIsLoggedOnce() {
    complaints.once("a", "Garbage");
    complaints.once("a", "Garbage");
    complaints.once("b", "Garbage");

    assertThat(logged())
        .containsExactly(
            "Garbage from a; further ones from there are only counted",
            "Garbage from b; further ones from there are only counted");
  }

  @Test
  void madeUpSourcesDoNotFloodTheLog() {
    for (int i = 0; i < Complaints.MOST_SOURCES * 2; i++) {
      complaints.once("source " + i, "Garbage");
    }

    assertThat(logged()).hasSize(Complaints.MOST_SOURCES);
  }

  @Test
  void whatHappensOftenIsLoggedAtOnceAndThenSummedUp() {
    complaints.now("Lost", 2);
    complaints.now("Lost", 3);
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    complaints.now("Lost", 4);

    assertThat(logged()).containsExactly("Lost: 2 frames", "Lost: 7 frames");
  }
}
