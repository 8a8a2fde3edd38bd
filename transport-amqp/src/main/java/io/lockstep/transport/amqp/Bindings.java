package io.lockstep.transport.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.lockstep.transport.NodeId;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's queue and what leads to it. */
final class Bindings {
  private static final Logger log = LoggerFactory.getLogger(Bindings.class);

  private final Channel channel;
  private final NetworkNames names;
  private final NodeId self;

  /**
   * @param channel on the connection that is to own the queue
   */
  Bindings(Channel channel, NetworkNames names, NodeId self) {
    this.channel = channel;
    this.names = names;
    this.self = self;
  }

  void declareExchanges() throws IOException {
    channel.exchangeDeclare(names.toAll(), "fanout");
    channel.exchangeDeclare(names.toOne(), "direct");
    channel.exchangeDeclare(names.obituaries(), "direct");
  }

  /** Fails when another connection owns the queue, be it a former one of this node. */
  void declareQueue(Map<String, Object> bounds) throws IOException {
    channel.queueDeclare(names.queueOf(self), false, true, false, bounds);
  }

  void bind() throws IOException {
    channel.queueBind(names.queueOf(self), names.toOne(), self.toString());
    channel.queueBind(names.queueOf(self), names.toAll(), "");
  }

  /** Restores what another client of the broker may have deleted. */
  void renew() {
    try {
      declareExchanges();
      bind();
    } catch (IOException | ShutdownSignalException e) {
      log.debug("The bindings could not be renewed", e);
    }
  }
}
