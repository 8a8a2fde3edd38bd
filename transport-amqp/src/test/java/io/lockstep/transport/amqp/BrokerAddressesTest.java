package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.ConnectionFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressesTest {
  private static BrokerAddresses read(String... namesAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put("lockstep.amqp." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return BrokerAddresses.of(settings);
  }

  /** What the client makes of each address. */
  private static List<String> seen(BrokerAddresses addresses) throws Exception {
    var seen = new ArrayList<String>();
    for (BrokerAddress address : addresses.list()) {
      var factory = new ConnectionFactory();
      factory.setUri(address.uri());
      seen.add(
          "%s:%s@%s:%d %s"
              .formatted(
                  factory.getUsername(),
                  factory.getPassword(),
                  factory.getHost(),
                  factory.getPort(),
                  factory.getVirtualHost()));
    }
    return seen;
  }

  @Test
  void aUriMayNameSeveralHosts() throws Exception {
    BrokerAddresses addresses = read("uri", "amqps://user:pw@first, second:5673,[::1]:7/host");

    assertThat(addresses.areEncrypted()).isTrue();
    assertThat(seen(addresses))
        .containsExactly(
            "user:pw@first:5671 host", "user:pw@second:5673 host", "user:pw@[::1]:7 host");
    assertThat(addresses.toString()).contains("first", "second:5673").doesNotContain("pw");
  }

  @Test
  void aHostNeedsNothingElse() throws Exception {
    assertThat(seen(read("hostname", "broker"))).containsExactly("guest:guest@broker:5672 /");
    assertThat(seen(read("hostname", "broker", "tls", "true")))
        .containsExactly("guest:guest@broker:5671 /");
  }

  @Test
  void partsAreTakenAsTheyAre() throws Exception {
    BrokerAddresses addresses =
        read(
            "hostname", "first, second:7",
            "port", "6",
            "username", "us:er",
            "password", "p@ss/w rd+",
            "virtualhost", "a/b");

    assertThat(seen(addresses))
        .containsExactly("us:er:p@ss/w rd+@first:6 a/b", "us:er:p@ss/w rd+@second:7 a/b");
    assertThat(addresses.toString()).doesNotContain("ss");
  }

  @Test
  void userAndPasswordMayStandBesideTheUri() throws Exception {
    assertThat(seen(read("uri", "amqp://broker/host", "username", "me", "password", "$1")))
        .containsExactly("me:$1@broker:5672 host");
    assertThatThrownBy(() -> read("uri", "amqp://a:b@broker", "password", "s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.password", "lockstep.amqp.uri", "allowed")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({"port, 5672", "virtualhost, x", "tls, true"})
  void aPartOfAnAddressThatTheUriHasIsRefused(String name, String value) {
    assertThatThrownBy(() -> read("uri", "amqp://broker", name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp." + name, "lockstep.amqp.hostname");
  }

  @Test
  void eitherUriOrHost() {
    assertThatThrownBy(() -> read("uri", "amqp://broker", "hostname", "broker"))
        .hasMessageContainingAll("lockstep.amqp.hostname", "lockstep.amqp.uri");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,,b", "a,", "a b", "amqp://a", "a:0", "a:65536", "a:x", "u@a"})
  void aHostThatIsNoneIsRefused(String hosts) {
    assertThatThrownBy(() -> read("hostname", hosts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.hostname \"" + hosts + "\"", "allowed");
  }

  @ParameterizedTest
  @CsvSource({"port, 0", "port, 65536", "port, x", "tls, yes"})
  void aWrongPartIsToldWithItsSetting(String name, String value) {
    assertThatThrownBy(() -> read("hostname", "broker", name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp." + name, value, "allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp://a,", "amqp://a,,b", "amqp://a,b:x", "amqp://u:s3cret@a,b/c/d"})
  void aHostOfAUriThatIsNoneIsRefused(String uri) {
    assertThatThrownBy(() -> read("uri", uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("lockstep.amqp.uri", "allowed is")
        .hasMessageNotContaining("s3cret");
  }
}
