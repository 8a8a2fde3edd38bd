package io.lockstep.transport.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On whatever network cards the machine has. */
class LocalAddressTest {
  private static InetAddress towards(String multicastAddress) {
    return LocalAddress.find("x.", Optional.empty(), Optional.of(multicastAddress));
  }

  @Test
  void theAddressIsOfTheKindOfTheMulticastAddress() throws IOException {
    assertThat(towards("228.1.2.3")).isInstanceOf(Inet4Address.class);
    assumeThat(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses))
        .as("the machine has an IPv6 address")
        .anyMatch(
            address ->
                address instanceof Inet6Address
                    && !address.isLoopbackAddress()
                    && !address.isLinkLocalAddress());
    assertThat(towards("ff02::4d")).isInstanceOf(Inet6Address.class);
  }

  @Test
  void anAddressThatIsSetIsTaken() {
    assertThat(LocalAddress.find("x.", Optional.of("127.0.0.1"), Optional.of("228.1.2.3")))
        .isEqualTo(InetAddress.getLoopbackAddress());
  }
}
