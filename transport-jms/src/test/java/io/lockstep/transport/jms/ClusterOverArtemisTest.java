package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.testkit.cluster.ClusterContract;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportProvider;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole nodes over a JMS topic, whose majority decides deaths. */
class ClusterOverArtemisTest extends ClusterContract {
  private static EmbeddedArtemis broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedArtemis.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  @Override
  protected Transport newTransport(NodeAddress address) {
    return new JmsTransportProvider()
        .create(address, TransportProvider.DEFAULT_INSTANCE, ArtemisNetwork.settings(broker));
  }

  @Test
  void whatTopicsAndStoresMissWhileTheBrokerIsAwayTheyGetAfterwards() throws Exception {
    List<Object> heard = listen(node(1));
    node(0).topics().publish("news", "before");
    patiently().until(() -> heard.contains("before"));

    broker.stop();
    node(0).topics().publish("news", "meanwhile");
    prices(node(0)).put("tea", "4");
    broker.restart();

    patiently().untilAsserted(() -> assertThat(heard).containsExactly("before", "meanwhile"));
    patiently().until(() -> "4".equals(prices(node(1)).get("tea")));
  }
}
