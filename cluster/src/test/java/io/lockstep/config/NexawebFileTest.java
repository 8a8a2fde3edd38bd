package io.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;
import io.lockstep.wire.proto.TrafficKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The document's own files, as printed. */
class NexawebFileTest {
  private static final String ALL_KEYS =
      "AppNode DocumentEvents SessionEvents SessionAttributeEvents BackupSyncMessages RpcExecutor"
          + " MessagingService SharedStore";

  private static byte[] printed(String name) {
    try (InputStream file =
        Objects.requireNonNull(NexawebFileTest.class.getResourceAsStream(name), name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LockstepSettings read(byte[] file, Map<String, String> properties) {
    List<String> transports = List.of("memory", "amqp");
    GivenSettings given =
        new SettingsSources(transports)
            .properties(properties)
            .file("nexaweb-server.xml", new ByteArrayInputStream(file))
            .given();
    return new SettingsParser(transports).parse(given, "app");
  }

  private static LockstepSettings read(String file) {
    return read(file.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static String snippet(String name) {
    return new String(printed(name), StandardCharsets.UTF_8);
  }

  @Test
  void theSampleLoadsUnchanged() {
    assertThat(snippet("nexaweb-server.xml")).contains("\u00a0");

    LockstepSettings settings = read(printed("nexaweb-server.xml"), Map.of());

    assertThat(settings.clustering()).isEqualTo(new ClusteringSettings(true, true));
    assertThat(settings.address().domain()).isEqualTo("MyDomain");
    assertThat(settings.address().cluster()).isEqualTo("MyCluster");
    assertThat(settings.address().application()).isEqualTo("MyApp");
    assertThat(settings.messaging().instances())
        .containsExactly(
            TransportInstance.jms(
                "instance-1",
                KeyNames.all(),
                JmsSettings.of("jms/NexawebConnectionFactory", "jms/NexawebTopic")));
    assertThat(settings.messaging().jmsBlocks()).containsOnlyKeys("config1");
  }

  @Test
  void theSameSettingsComeFromTheFileFromPropertiesAndFromABuilder() {
    Map<String, String> fixed =
        Map.of(
            "lockstep.server", "s",
            "lockstep.machine-id", "m",
            "lockstep.secret", "hush");
    LockstepSettings fromFile = read(printed("nexaweb-server.xml"), fixed);

    var properties = new HashMap<>(fixed);
    properties.putAll(
        Map.of(
            "lockstep.clustering", "true",
            "lockstep.failover", "true",
            "lockstep.domain", "MyDomain",
            "lockstep.cluster", "MyCluster",
            "lockstep.application", "MyApp",
            "lockstep.instance.instance-1.transport", "jms",
            "lockstep.instance.instance-1.keys", ALL_KEYS,
            "lockstep.instance.instance-1.jms-config", "config1",
            "lockstep.jms-block.config1.destination-jndi-name", "jms/NexawebTopic"));
    properties.put(
        "lockstep.jms-block.config1.connection-factory-jndi-name", "jms/NexawebConnectionFactory");
    LockstepSettings fromProperties =
        new SettingsParser(List.of("memory", "amqp")).parse(properties, "app");

    JmsSettings jms = JmsSettings.of("jms/NexawebConnectionFactory", "jms/NexawebTopic");
    LockstepSettings built =
        LockstepSettings.builder(
                new NodeAddress("MyDomain", "MyCluster", "s", "MyApp"),
                MembershipSettings.defaults("m"),
                SessionSettings.defaults("hush"))
            .messaging(
                new MessagingSettings(
                    List.of(TransportInstance.jms("instance-1", KeyNames.all(), jms)),
                    Map.of("config1", jms),
                    MessagingSettings.REQUEST_TIMEOUT))
            .build();

    assertThat(parts(fromFile)).isEqualTo(parts(built));
    assertThat(parts(fromProperties)).isEqualTo(parts(built));
    assertThat(fromFile.warnings()).isEmpty();
  }

  /** All but the allow-list, which has no equality. */
  private static List<Object> parts(LockstepSettings settings) {
    return List.of(
        settings.address(),
        settings.clustering(),
        settings.membership(),
        settings.sessions(),
        settings.backups(),
        settings.stores(),
        settings.messaging(),
        settings.web());
  }

  @Test
  void theContinuumSnippetLoadsAsPrinted() {
    LockstepSettings settings =
        read(
            "<server><clustering enabled='true'/>"
                + snippet("continuum-messaging.xml")
                + "</server>");

    var udp =
        new UdpSettings(
            45_001,
            Optional.of("228.1.2.3"),
            Optional.empty(),
            Optional.empty(),
            100 * 1024,
            100 * 1024,
            6,
            GroupSecurity.NONE);
    assertThat(settings.messaging().instances())
        .containsExactly(TransportInstance.udp("instance-1", KeyNames.all(), udp));
    assertThat(UdpSettings.of(udp.settings())).isEqualTo(udp);
    assertThat(settings.warnings()).anyMatch(line -> line.contains("use-old-io"));
  }

  @Test
  void anInstanceWithoutKeysCarriesAllThatNoOtherHas() {
    LockstepSettings settings =
        read(
            "<server><clustering enabled='true'/>"
                + snippet("jms-messaging.xml")
                + "<jms name='jms-config1'><jndi>"
                + "<connection-factory-jndi-name>f</connection-factory-jndi-name>"
                + "<destination-jndi-name>d</destination-jndi-name>"
                + "</jndi></jms></server>");

    assertThat(settings.messaging().instances())
        .singleElement()
        .satisfies(instance -> assertThat(instance.keys()).hasSize(TrafficKey.values().length - 1));
  }

  @Test
  void withoutMessagingThereAreTheDocumentsThreeInstances() {
    LockstepSettings settings = read("<server><clustering enabled='true'/></server>");

    assertThat(settings.messaging().instances())
        .extracting(TransportInstance::transport)
        .containsExactly("udp", "udp", "udp");
    assertThat(settings.messaging().instances())
        .extracting(TransportInstance::keyNames)
        .containsExactly(
            List.of("AppNode"),
            List.of(
                "DocumentEvents",
                "SessionEvents",
                "SessionAttributeEvents",
                "BackupSyncMessages",
                "RpcExecutor"),
            List.of("MessagingService", "SharedStore"));
    assertThat(settings.messaging().instances())
        .extracting(instance -> UdpSettings.of(instance.settings()).port())
        .doesNotHaveDuplicates();
  }

  @Test
  void aFileThatDoesNotSwitchClusteringOnMeansThatItIsOff() {
    assertThat(read("<server/>").clustering()).isEqualTo(new ClusteringSettings(false, false));
    assertThat(read("<server><clustering/></server>").clustering().enabled()).isFalse();
    assertThat(read("<server><clustering enabled='true'/></server>").clustering())
        .isEqualTo(new ClusteringSettings(true, false));
  }

  @Test
  void propertiesDecideOverTheFile() {
    LockstepSettings settings =
        read(
            printed("nexaweb-server.xml"),
            Map.of(
                "lockstep.domain", "other",
                "lockstep.instance.instance-1.transport", "memory"));

    assertThat(settings.address().domain()).isEqualTo("other");
    assertThat(settings.messaging().instances().get(0).transport()).isEqualTo("memory");
    assertThat(settings.messaging().instances().get(0).settings()).isEmpty();
  }
}
