package io.lockstep.transport.amqp;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import io.lockstep.transport.connection.LinkedTransport;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes transports over an AMQP 0-9-1 broker: RabbitMQ, Qpid, or one that is compatible. Each node
 * has an exclusive, bounded queue; one exchange reaches all of them, another one of them. The
 * broker is the arbiter: a frame to a node without queue comes back at once, and a node whose queue
 * stays away is declared dead.
 *
 * <p>The setting {@code lockstep.amqp.uri}, or {@code lockstep.amqp.hostname}, is required. Times
 * are given as {@link io.lockstep.config.Interval} reads them: {@code
 * lockstep.amqp.connection-timeout} (5 s), {@code lockstep.amqp.heartbeat} (5 s), {@code
 * lockstep.amqp.reconnect-delay} (between attempts, at most a quarter of the grace), {@code
 * lockstep.amqp.arbiter-grace} (1 s until a missing node is dead), {@code
 * lockstep.amqp.arbiter-settle} (10 s after connecting, for nodes not heard since). The queue that
 * the broker keeps for a node is bounded by {@code lockstep.amqp.queue-frames} (10000) and {@code
 * lockstep.amqp.queue-bytes} (67108864).
 */
public final class AmqpTransportProvider implements TransportProvider {
  /** 256 KiB less room for what travels around a frame; as many as are ahead fit into the heap. */
  static final int MAX_FRAME_BYTES = (1 << 18) - 4096;

  private static final Logger log = LoggerFactory.getLogger(AmqpTransportProvider.class);

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
    var read = AmqpSettings.of(settings);
    var names = NetworkNames.of(address, instance);
    read.contradiction().ifPresent(log::warn);
    return new LinkedTransport(
        name(),
        MAX_FRAME_BYTES,
        read.longestPause(),
        life -> new AmqpLinkOpener(read, names, life));
  }
}
