package io.lockstep.transport.amqp;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a class logs, from WARN or INFO on, while this is open. */
final class HeardLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  /** Where failed attempts to connect are told. */
  static final String FAILURES = "io.lockstep.transport.connection.FailureLog";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  HeardLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    logger.setLevel(Level.INFO);
    logger.addAppender(this);
    start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage());
  }

  /** All so far, in order. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits for a line with the text, and returns it. */
  String awaitLine(String part) {
    return await("\"" + part + "\" in the log")
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> lines.stream().filter(line -> line.contains(part)).findFirst().orElse(""),
            line -> !line.isEmpty());
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(null);
  }
}
