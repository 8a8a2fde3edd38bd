package io.lockstep.transport.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.time.Timer;
import io.lockstep.transport.amqp.Outbox.Outgoing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A working way to the broker and back, from when all is set up until it is lost. Thread-safe. */
final class Link {
  private static final Logger log = LoggerFactory.getLogger(Link.class);

  private final BrokerSession session;
  private final Channel publishing;
  private final Outbox outbox = new Outbox();
  private final List<Timer> upkeep;
  private final Thread writer;

  /**
   * @param threads makes the writer's thread
   * @param publishing the channel for frames
   * @param frameWriter writes to it
   * @param upkeep cancelled with the link
   */
  Link(
      LifeThreads threads,
      BrokerSession session,
      Channel publishing,
      FrameWriter frameWriter,
      List<Timer> upkeep) {
    this.session = session;
    this.publishing = publishing;
    this.upkeep = upkeep;
    writer =
        threads
            .named("lockstep-amqp-send")
            .newThread(() -> frameWriter.run(outbox, session.lost()::complete));
    writer.start();
  }

  /** Takes the frame, without waiting; false when there is no room, or the link is lost. */
  boolean offer(Outgoing outgoing) {
    return !session.lost().isDone() && outbox.offer(outgoing);
  }

  /** Completed with the reason when the link is lost. */
  CompletableFuture<String> lost() {
    return session.lost();
  }

  /** Writes what is queued, and waits until the broker has it, as long as that takes no longer. */
  void drain(Duration longest) {
    try {
      if (outbox.offer(Outbox.END)) {
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

  /** Ends both connections at once, so that the broker gives up what belongs to them. */
  void cut(String reason) {
    session.cut(reason);
  }

  /** Drops what is queued and ends both connections. */
  void close() {
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
