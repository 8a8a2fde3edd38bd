package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.time.Timer;
import io.lockstep.transport.connection.LifeContext;
import io.lockstep.transport.connection.Link;
import io.lockstep.transport.connection.Outbox.Outgoing;
import io.lockstep.transport.connection.OutboxSender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A working way to the broker and back, from when all is set up until it is lost. Thread-safe. */
final class AmqpLink implements Link {
  private static final Logger log = LoggerFactory.getLogger(AmqpLink.class);

  private final BrokerSession session;
  private final Channel publishing;
  private final OutboxSender sender;
  private final List<Timer> upkeep;
  private final Thread writer;

  /**
   * @param life makes the writer's thread, and counts
   * @param publishing the channel for frames
   * @param frameWriter writes to it
   * @param upkeep cancelled with the link
   */
  AmqpLink(
      LifeContext life,
      BrokerSession session,
      Channel publishing,
      FrameWriter frameWriter,
      List<Timer> upkeep) {
    this.session = session;
    this.publishing = publishing;
    this.upkeep = upkeep;
    sender = new OutboxSender(frameWriter, life.counters(), session.lost()::complete);
    writer = life.threads().named("lockstep-amqp-send").newThread(sender);
    writer.start();
  }

  @Override
  public boolean offer(Outgoing outgoing) {
    return !session.lost().isDone() && sender.offer(outgoing);
  }

  @Override
  public CompletableFuture<String> lost() {
    return session.lost();
  }

  @Override
  public void drain(Duration longest) {
    try {
      if (sender.end()) {
        writer.join(longest.toMillis());
      }
      if (!writer.isAlive() && publishing.isOpen()) {
        publishing.close(AMQP.REPLY_SUCCESS, "left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      log.debug("Not all was sent before leaving", e);
      session.cut("no answer while leaving");
    }
  }

  @Override
  public void cut(String reason) {
    session.cut(reason);
  }

  @Override
  public void close() {
    upkeep.forEach(Timer::cancel);
    writer.interrupt();
    if (writer.isAlive() && !joined()) {
      session.cut("closed");
    }
    session.close();
  }

  private boolean joined() {
    try {
      writer.join(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !writer.isAlive();
  }
}
