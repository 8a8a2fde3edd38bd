package io.lockstep.transport.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a connection is told by the link; the client's own stack traces add nothing. */
final class QuietExceptionHandler extends ForgivingExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(QuietExceptionHandler.class);

  @Override
  public void handleUnexpectedConnectionDriverException(Connection connection, Throwable failure) {
    log.debug("The broker's connection ended", failure);
  }

  @Override
  protected void log(String message, Throwable failure) {
    log.debug(message, failure);
  }
}
