package io.lockstep.transport.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On whatever network cards the machine has. */
class LocalAddressTest {
  private static InetAddress towards(String multicastAddress) {
    return LocalAddress.find("x.", Optional.empty(), Optional.of(multicastAddress));
  }

  @Test
  void theAddressIsOfTheKindOfTheMulticastAddressWhereThereIsOne() {
    assertThat(towards("228.1.2.3")).isInstanceOf(Inet4Address.class);
    assertThat(towards("ff02::4d"))
        .satisfiesAnyOf(
            address -> assertThat(address).isInstanceOf(Inet6Address.class),
            address ->
                assertThat(address)
                    .as("the machine has no address of this kind but the loopback one")
                    .isEqualTo(LocalAddress.find("x.", Optional.empty(), Optional.empty())));
  }

  @Test
  void anAddressThatIsSetIsTaken() {
    assertThat(LocalAddress.find("x.", Optional.of("127.0.0.1"), Optional.of("228.1.2.3")))
        .isEqualTo(InetAddress.getLoopbackAddress());
  }
}
