package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** What is logged of attempts to connect, from when this is made until it is closed. */
final class LoggedFailures implements AutoCloseable {
  private final Logger logger =
      (Logger) LoggerFactory.getLogger("io.lockstep.transport.connection.FailureLog");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  LoggedFailures() {
    appender.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(appender);
  }

  /** Waits for a line with all these in it. */
  void await(CharSequence... parts) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(lines).anySatisfy(line -> assertThat(line).contains(parts)));
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(null);
  }
}
