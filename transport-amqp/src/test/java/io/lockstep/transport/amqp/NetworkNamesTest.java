package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NetworkNamesTest {
  private static NetworkNames names(String domain, String cluster, String application) {
    return NetworkNames.of(new NodeAddress(domain, cluster, "any", application), "default");
  }

  @Test
  void namesTellDomainClusterAndApplication() {
    NetworkNames names = names("10-0-0-1", "shop", "web_1");

    assertThat(names.toAll()).isEqualTo("lockstep.10-0-0-1.shop.web_1.all");
    assertThat(names.toOne()).isEqualTo("lockstep.10-0-0-1.shop.web_1.one");
    assertThat(names.obituaries()).isEqualTo("lockstep.10-0-0-1.shop.web_1.dead");
    assertThat(names.queueOf(new NodeId(0xabcL)))
        .isEqualTo("lockstep.10-0-0-1.shop.web_1.0000000000000abc");
  }

  @Test
  void theServerHasNoPartInThem() {
    assertThat(NetworkNames.of(new NodeAddress("d", "c", "one", "a"), "x"))
        .isEqualTo(NetworkNames.of(new NodeAddress("d", "c", "two", "a"), "x"));
  }

  @Test
  void eachInstanceHasItsOwn() {
    var address = new NodeAddress("d", "c", "any", "a");

    assertThat(NetworkNames.of(address, "instance-2").toAll())
        .isEqualTo("lockstep.d.c.a.instance-2.all");
    assertThat(NetworkNames.of(address, "two words").prefix()).startsWith("lockstep.d.c.a.two_w");
  }

  @Test
  void eachInstanceHasItsOwnRecords() {
    var address = new NodeAddress("d", "c", "any", "a");
    var node = new NodeId(0xabcL);

    assertThat(NetworkNames.of(address, "instance-2").recordOf(node))
        .isEqualTo("lockstep.d.c.a.instance-2.dead.0000000000000abc");
    assertThat(NetworkNames.of(address, "default").recordOf(node))
        .isEqualTo("lockstep.d.c.a.dead.0000000000000abc");
  }

  @Test
  void noInstancesQueueIsAnothersRecord() {
    var address = new NodeAddress("d", "c", "any", "a");
    var node = new NodeId(0xabcL);

    assertThat(NetworkNames.of(address, "dead").queueOf(node))
        .isNotEqualTo(NetworkNames.of(address, "default").recordOf(node));
    assertThat(NetworkNames.of(address, "x.dead").queueOf(node))
        .isNotEqualTo(NetworkNames.of(address, "x").recordOf(node));
  }

  @Test
  void charactersABrokerMayNotTakeAreReplacedYetNamesStayDifferent() {
    NetworkNames slash = names("d", "a/b", "x");
    NetworkNames colon = names("d", "a:b", "x");

    assertThat(slash.prefix()).startsWith("lockstep.d.a_b.x.");
    assertThat(slash).isNotEqualTo(colon).isNotEqualTo(names("d", "a_b", "x"));
  }

  @Test
  void longNamesFitIntoWhatAmqpAllowsAndStayDifferent() {
    NetworkNames first = names("d", "ä".repeat(300), "x");
    NetworkNames second = names("d", "ä".repeat(301), "x");

    for (NetworkNames names :
        new NetworkNames[] {first, second, names("d", "c".repeat(500), "x")}) {
      String longest = names.queueOf(new NodeId(-1));
      assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    }
    assertThat(first).isNotEqualTo(second);
  }
}
