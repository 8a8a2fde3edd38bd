package io.lockstep.transport.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.testkit.broker.PrivateRabbitMq;
import io.lockstep.testkit.transport.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A broker that refuses who shows no certificate of its authority. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitMqTlsTest {
  private PrivateRabbitMq broker;
  private Path trusted;
  private Path certificate;
  private TestAuthority stranger;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    PrivateRabbitMq.assumeInstalled();
    var authority = new TestAuthority(directory.resolve("authority"));
    stranger = new TestAuthority(directory.resolve("stranger"));
    authority.issue("broker", "localhost");
    certificate = authority.issue("node", "node");
    trusted = authority.trustStore();
    broker =
        PrivateRabbitMq.start(
            new PrivateRabbitMq.Tls(
                authority.certificatePem(),
                authority.certificatePem("broker"),
                authority.keyPem("broker")));
  }

  @AfterAll
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  /** A network that believes the authority, and shows nothing. */
  private AmqpNetwork network(String host) {
    return new AmqpNetwork("amqps://guest:guest@" + host + ":" + broker.tlsPort())
        .with("trust-store", trusted.toString())
        .with("trust-store-password", TestAuthority.PASSWORD);
  }

  private static AmqpNetwork showing(Path keyStore, AmqpNetwork network) {
    return network
        .with("key-store", keyStore.toString())
        .with("key-store-password", TestAuthority.PASSWORD);
  }

  private static void expectRefusal(AmqpNetwork network, String... parts) {
    assertThatThrownBy(network::check)
        .isInstanceOf(IOException.class)
        .satisfies(failure -> assertThat(failure.getMessage()).hasLineCount(1))
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining(TestAuthority.PASSWORD)
        .hasMessageNotContaining("guest:guest");
  }

  @Test
  void nodesWithACertificateOfTheAuthorityHearEachOther() {
    AmqpNetwork network = showing(certificate, network("localhost"));
    try (TestNode first = TestNode.connected(1, network.transport());
        TestNode second = TestNode.connected(2, network.transport())) {
      first.send(second, "sealed");

      second.awaitText("sealed");
    }
  }

  @Test
  void oneWithoutCertificateIsRefusedWithTheSettingThatIsMissing() {
    expectRefusal(network("localhost"), "wants a certificate", "lockstep.amqp.key-store");
  }

  @Test
  void oneWithACertificateOfAnotherAuthorityIsRefusedWithTheSetting() throws Exception {
    Path foreign = stranger.issue("foreign", "node");

    expectRefusal(
        showing(foreign, network("localhost")),
        "does not accept the certificate",
        "lockstep.amqp.key-store \"" + foreign + "\"");
  }

  @Test
  void aBrokerWithACertificateForAnotherHostIsRefused() {
    expectRefusal(
        showing(certificate, network("127.0.0.1")),
        "its certificate is for another host than lockstep.amqp.uri names");
  }

  @Test
  void aBrokerOfAnotherAuthorityIsRefusedWithTheSetting() throws Exception {
    AmqpNetwork network =
        showing(certificate, network("localhost"))
            .with("trust-store", stranger.trustStore().toString());

    expectRefusal(network, "PKIX path", "lockstep.amqp.trust-store");
  }

  @Test
  void aPortWithoutTlsIsToldAsSuch() {
    AmqpNetwork network =
        new AmqpNetwork("amqps://guest:guest@localhost:" + broker.port())
            .with("trust-store", trusted.toString())
            .with("trust-store-password", TestAuthority.PASSWORD);

    expectRefusal(network, "the port in lockstep.amqp.uri is not one for TLS");
  }
}
