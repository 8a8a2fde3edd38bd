package io.lockstep.transport.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.transport.NodeId;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deaths that the broker itself remembers: a queue for each, which outlasts the connection of
 * the judge that declared it, and says by being there that the node is dead. Without it two sides
 * of a split that reach the broker in turn could bury each other, and both go on.
 */
final class DeathRecords {
  private static final Logger log = LoggerFactory.getLogger(DeathRecords.class);

  /** Opens channels whose end is not the end of the link. */
  interface Channels {
    Channel open() throws IOException;
  }

  private final Channels channels;
  private final Prober prober;
  private final NetworkNames names;
  private final Dialect dialect;

  DeathRecords(Channels channels, Prober prober, NetworkNames names, Dialect dialect) {
    this.channels = channels;
    this.prober = prober;
    this.names = names;
    this.dialect = dialect;
  }

  boolean contains(NodeId node) throws IOException {
    return prober.exists(names.recordOf(node));
  }

  /**
   * Puts a death on record. A broker that refuses, such as one that allows no further queue, is no
   * reason to let the node live: its obituary stands as long as the judge's connection does.
   *
   * @throws IOException when the link is lost
   */
  void add(NodeId node) throws IOException {
    if (contains(node)) {
      return;
    }
    Channel channel = channels.open();
    try {
      boolean durable = dialect.endsUnusedQueues();
      channel.queueDeclare(names.recordOf(node), durable, false, false, dialect.recordArguments());
    } catch (IOException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      log.warn("The broker does not take the record of the death of {}: {}", node, reason(e));
    } finally {
      channel.abort();
    }
  }

  private static boolean isRefusal(IOException failure) {
    return failure.getCause() instanceof ShutdownSignalException signal && !signal.isHardError();
  }

  private static String reason(IOException refusal) {
    Throwable cause = refusal.getCause();
    return String.valueOf((cause == null ? refusal : cause).getMessage());
  }
}
