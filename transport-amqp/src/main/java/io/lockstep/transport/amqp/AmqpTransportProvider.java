package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes transports over an AMQP 0-9-1 broker: RabbitMQ, Qpid, or one that is compatible.
 *
 * <p>The setting {@code lockstep.amqp.uri} is required. Times are given as {@link
 * io.lockstep.config.Interval} reads them: {@code lockstep.amqp.connection-timeout} (5 s), {@code
 * lockstep.amqp.heartbeat} (5 s), {@code lockstep.amqp.reconnect-delay} (between attempts, at most
 * a quarter of the grace), {@code lockstep.amqp.arbiter-grace} (1 s until a missing node is dead),
 * {@code lockstep.amqp.arbiter-settle} (10 s after connecting, for nodes not heard since). The
 * queue that the broker keeps for a node is bounded by {@code lockstep.amqp.queue-frames} (10000)
 * and {@code lockstep.amqp.queue-bytes} (67108864).
 */
public final class AmqpTransportProvider implements TransportProvider {
  @Override
  public String name() {
    return "amqp";
  }

  @Override
  public Optional<Set<String>> settingNames() {
    return Optional.of(AmqpSettings.names());
  }

  @Override
  public Transport create(NodeAddress address, String instance, Map<String, String> settings) {
    return new AmqpTransport(NetworkNames.of(address, instance), AmqpSettings.of(settings));
  }
}
