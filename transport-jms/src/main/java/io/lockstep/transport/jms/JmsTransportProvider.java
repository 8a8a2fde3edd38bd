package io.lockstep.transport.jms;

import io.lockstep.config.JmsSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import io.lockstep.transport.connection.LinkedTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes transports over a topic of any Jakarta Messaging 3 provider, which must be on the class
 * path or in the application server. Connection factory and topic are found in JNDI; what else can
 * be set is in {@link JmsSettings}.
 *
 * <p>All nodes send to the one topic, and each has a subscription with a selector for what is meant
 * for it or for all of its network, so that several clusters may share a topic. The provider is no
 * arbiter: it tells of nobody that he is dead.
 */
public final class JmsTransportProvider implements TransportProvider {
  /** Above 100 KiB Artemis keeps messages in files. */
  static final int MAX_FRAME_BYTES = 96 * 1024;

  private static final String API = "jakarta.jms.ConnectionFactory";

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "jms";
  }

  /** An instance names a block of settings, or has those of the block itself. */
  @Override
  public Optional<Set<String>> settingNames() {
    return Optional.of(Set.of("jms-config"));
  }

  @Override
  public Transport create(NodeAddress address, String instance, Map<String, String> settings) {
    requireApi();
    var read = JmsSettings.of(settings);
    var network = NetworkName.of(address, instance);
    return new LinkedTransport(
        name(), MAX_FRAME_BYTES, LONGEST_PAUSE, life -> new JmsLinkOpener(read, network, life));
  }

  /** On the topic of the settings. */
  @Override
  public Set<String> clustersAround(String instance, Map<String, String> settings, Duration time) {
    requireApi();
    return TopicEar.hear(JmsSettings.of(settings), time);
  }

  private static void requireApi() {
    try {
      Class.forName(API, false, JmsTransportProvider.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "transport jms: there is no %s on the class path; add the JMS provider's client"
              .formatted(API),
          e);
    }
  }
}
