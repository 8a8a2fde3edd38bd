package io.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.SessionSettings;
import io.lockstep.store.StoreSettings;
import io.lockstep.wire.proto.TrafficKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsParserTest {
  private final SettingsParser parser = new SettingsParser(List.of("memory", "amqp"));

  private LockstepSettings parse(String... namesAndValues) {
    var settings = new HashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return parser.parse(settings, "shop");
  }

  @Test
  void everySettingHasItsDocumentedDefault() {
    LockstepSettings settings = parse();
    assertThat(settings.address().domain()).isEqualTo(LocalMachine.domain());
    assertThat(settings.address().cluster()).isEqualTo("lockstep");
    assertThat(settings.address().application()).isEqualTo("shop");
    assertThat(settings.membership())
        .isEqualTo(MembershipSettings.defaults(settings.membership().machineId()));
    assertThat(settings.sessions())
        .isEqualTo(SessionSettings.defaults(settings.sessions().secret()));
    assertThat(settings.clustering()).isEqualTo(new ClusteringSettings(true, true));
    assertThat(settings.backups()).isEqualTo(BackupSettings.defaults());
    assertThat(settings.stores()).isEqualTo(StoreSettings.defaults());
    assertThat(settings.messaging()).isEqualTo(MessagingSettings.defaults());
    assertThat(settings.web()).isEqualTo(WebSettings.defaults());
    assertThat(parser.enabled(Map.of())).isTrue();
  }

  @Test
  void everySettingIsRead() {
    LockstepSettings settings =
        parse(
            "lockstep.domain", "d",
            "lockstep.cluster", "c",
            "lockstep.server", "s",
            "lockstep.application", "a",
            "lockstep.machine-id", "m1",
            "lockstep.version", "2.1",
            "lockstep.heartbeat-period", "1 sec",
            "lockstep.max-missed-heartbeats", "3",
            "lockstep.cluster-synchronization-delay", "0",
            "lockstep.replication", "async",
            "lockstep.when-unavailable", "fail",
            "lockstep.non-serializable", "local",
            "lockstep.backup-ack-timeout", "250 ms",
            "lockstep.passivate-after", "10 min",
            "lockstep.backups", "2",
            "lockstep.machine-id-policy", "require",
            "lockstep.secret", "hush",
            "lockstep.transport", "amqp",
            "lockstep.amqp.uri", "\u00a0amqp://localhost ",
            "lockstep.memory.other", "x",
            "lockstep.allowed-packages", "com.example.shop, com.example.cart",
            "lockstep.allowed-presets", "spring-security",
            "lockstep.serialization", "fory",
            "lockstep.cookie.name", "SHOP",
            "lockstep.route", "r1",
            "lockstep.level-header", "true",
            "lockstep.console", "false",
            "lockstep.stores.max-entry-size", "2 MB",
            "lockstep.stores.max-size", "3 GB",
            "lockstep.stores.status-period", "4 sec",
            "lockstep.stores.max-absence", "0",
            "lockstep.listeners", "com.example.A com.example.B");
    assertThat(settings.address()).hasToString("d.c.s.a");
    assertThat(settings.membership())
        .isEqualTo(new MembershipSettings(Duration.ofSeconds(1), 3, Duration.ZERO, "m1", "2.1"));
    assertThat(settings.sessions())
        .isEqualTo(
            SessionSettings.builder("hush")
                .replication(SessionSettings.Replication.ASYNC)
                .whenUnavailable(SessionSettings.WhenUnavailable.FAIL)
                .nonSerializable(SessionSettings.NonSerializable.LOCAL)
                .backupAckTimeout(Duration.ofMillis(250))
                .backups(2)
                .requireOtherMachine(true)
                .passivateAfter(Duration.ofMinutes(10))
                .build());
    assertThat(settings.messaging())
        .isEqualTo(MessagingSettings.over("amqp", Map.of("lockstep.amqp.uri", "amqp://localhost")));
    assertThat(settings.web())
        .isEqualTo(
            new WebSettings("SHOP", "r1", true, false, List.of("com.example.A", "com.example.B")));
    assertThat(settings.stores())
        .isEqualTo(new StoreSettings(2 << 20, 3L << 30, Duration.ofSeconds(4), Duration.ZERO));
    assertThat(settings.serialization()).isEqualTo("fory");
    assertThat(settings.warnings()).singleElement().asString().contains("async");
  }

  @ParameterizedTest
  @CsvSource({
    "5 sec,5000",
    "5\u00a0sec,5000",
    "250 ms,250",
    "250ms,250",
    "1 min,60000",
    "2 hours,7200000",
    "1 Day,86400000",
    "750,750"
  })
  void intervalsAreReadAsPeopleWriteThem(String text, long millis) {
    assertThat(parse("lockstep.heartbeat-period", text).membership().heartbeatPeriod())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "lockstep.heartbeat-period,5 parsecs,5 sec",
    "lockstep.heartbeat-period,0,not zero",
    "lockstep.heartbeat-period,999999999999999 days,5 sec",
    "lockstep.backup-ack-timeout,-1 sec,5 sec",
    "lockstep.passivate-after,-1 sec,5 sec",
    "lockstep.max-missed-heartbeats,0,1 or more",
    "lockstep.backups,9,1 to 8",
    "lockstep.replication,sometimes,async or acknowledged",
    "lockstep.when-unavailable,x,proceed or fail",
    "lockstep.non-serializable,x,error or local",
    "lockstep.machine-id-policy,x,prefer or require",
    "lockstep.serialization,Fory,'jdk, fory, or the name of a provider'",
    "lockstep.level-header,yes,true or false",
    "lockstep.transport,pigeon,'amqp, jms, memory, udp'",
    "lockstep.server,'',not empty",
    "lockstep.server,a.b,without spaces and dots",
    "lockstep.domain,a b,without spaces and dots",
    "lockstep.machine-id,'',not empty",
    "lockstep.secret,'',not empty",
    "lockstep.cookie.name,JSESSIONID,not JSESSIONID",
    "lockstep.route,a.b,letters",
    "lockstep.allowed-presets,spring,spring-security",
    "lockstep.allowed-packages,com..x,packages",
    "lockstep.stores.max-entry-size,16 MB,up to 15 MB",
    "lockstep.stores.max-entry-size,0,not zero",
    "lockstep.stores.max-size,2 TB,up to 1 TB",
    "lockstep.stores.status-period,0,not zero",
    "lockstep.stores.max-absence,for ever,1 day",
    "lockstep.enabled,maybe,true or false"
  })
  void anErrorNamesTheSettingTheValueAndWhatIsAllowed(String name, String value, String allowed) {
    assertThatThrownBy(() -> parse(name, value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(name + " \"" + value + "\"")
        .hasMessageContaining(allowed);
  }

  @Test
  void anUnknownSettingIsToldWithTheNearestName() {
    assertThatThrownBy(() -> parse("lockstep.heartbeatperiod", "5 sec"))
        .hasMessageContaining("lockstep.heartbeatperiod")
        .hasMessageContaining("lockstep.heartbeat-period");
    assertThatThrownBy(() -> parse("lockstep.jms.uri", "x"))
        .hasMessageContaining("no such setting");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThatThrownBy(() -> parse("lockstep.backups", "0", "lockstep.replication", "x"))
        .hasMessageContaining("lockstep.backups")
        .hasMessageContaining("lockstep.replication");
  }

  @Test
  void anAbsentServerNameIsGeneratedAndUnique() {
    assertThat(parse().address().server()).isNotEqualTo(parse().address().server());
  }

  @Test
  void anAbsentMachineIdIsTheSameForAllServersOfTheMachine() {
    assertThat(parse().membership().machineId()).isEqualTo(parse().membership().machineId());
  }

  @Test
  void theDomainHasDashesForDotsAndColons() {
    assertThat(LocalMachine.dashed("127.0.0.1")).isEqualTo("127-0-0-1");
    assertThat(LocalMachine.dashed("::1")).isEqualTo("--1");
  }

  @Test
  void anAbsentSecretIsDerivedFromTheClusterWithAWarning() {
    LockstepSettings one = parse("lockstep.domain", "d");
    LockstepSettings two = parse("lockstep.domain", "d");
    assertThat(one.sessions().secret()).isEqualTo(two.sessions().secret());
    assertThat(one.warnings()).singleElement().asString().contains("lockstep.secret");
    assertThat(parse("lockstep.domain", "e").sessions().secret())
        .isNotEqualTo(one.sessions().secret());
  }

  @Test
  void anAbsentDomainIsToldWhereServersOnOtherMachinesCouldBe() {
    String[] amqp = {"lockstep.transport", "amqp", "lockstep.secret", "hush"};
    assertThat(parse(amqp).warnings()).singleElement().asString().contains("lockstep.domain");
    assertThat(parse("lockstep.secret", "hush").warnings()).isEmpty();
    assertThat(
            parse(
                    "lockstep.transport", "amqp",
                    "lockstep.secret", "hush",
                    "lockstep.domain", "d")
                .warnings())
        .isEmpty();
  }

  @Test
  void secretsStayOutOfTheText() {
    LockstepSettings settings =
        parse(
            "lockstep.secret", "hush",
            "lockstep.transport", "amqp",
            "lockstep.amqp.password", "hush");
    assertThat(settings.toString()).doesNotContain("hush");
    assertThat(settings.sessions().toString()).doesNotContain("hush").contains("backups=1");
  }

  @Test
  void withoutClusteringThereIsNoFailover() {
    assertThat(parse("lockstep.clustering", "false").clustering())
        .isEqualTo(new ClusteringSettings(false, false));
    assertThatThrownBy(() -> parse("lockstep.clustering", "false", "lockstep.failover", "true"))
        .hasMessage(
            "lockstep.failover \"true\": allowed is false while clustering is off:"
                + " lockstep.clustering \"false\"");
  }

  @Test
  void instancesShareTheKeysAndTheRestIsTheDefaults() {
    LockstepSettings settings =
        parse(
            "lockstep.transport", "amqp",
            "lockstep.amqp.uri", "amqp://one",
            "lockstep.instance.heart.keys", "AppNode",
            "lockstep.instance.heart.uri", "amqp://two",
            "lockstep.instance.local.transport", "memory",
            "lockstep.instance.local.keys", "SharedStore, MessagingService");
    MessagingSettings messaging = settings.messaging();
    assertThat(messaging.instances())
        .extracting(TransportInstance::name)
        .containsExactly("heart", "local", "default");
    assertThat(messaging.instanceOf(TrafficKey.APP_NODE).settings())
        .containsExactly(Map.entry("lockstep.amqp.uri", "amqp://two"));
    assertThat(messaging.instanceOf(TrafficKey.SHARED_STORE).transport()).isEqualTo("memory");
    assertThat(messaging.instanceOf(TrafficKey.SESSION_EVENTS).settings())
        .containsExactly(Map.entry("lockstep.amqp.uri", "amqp://one"));
    assertThat(settings.toString()).contains(" over ").contains("(amqp: ").contains("(memory: ");
  }

  @ParameterizedTest
  @CsvSource({
    "lockstep.instance.one.keys,AppNode AppNod,the nearest is AppNode",
    "lockstep.instance.one.keys,'',one key or more",
    "lockstep.instance.one.transport,pigeon,'one of amqp, jms, memory, udp'",
    "lockstep.instance.default.keys,AppNode,another name",
    "lockstep.instance.one,x,there is no such setting",
    "lockstep.instance.one.transport,udp,lockstep.instance.one: port",
    "lockstep.instance.one.transport,jms,jms-config",
    "lockstep.jms-block.one.client-di,x,lockstep.jms-block.one.client-id",
    "lockstep.jms-block.one.client-id,x,destination-jndi-name",
    "lockstep.udp.prt,1,lockstep.udp.port",
    "lockstep.backup-selector,a b,the full name of a class",
    "lockstep.request-timeout,0,not zero"
  })
  void anErrorInAPartTellsWhatIsAllowed(String name, String value, String allowed) {
    assertThatThrownBy(() -> parse(name, value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lockstep.")
        .hasMessageContaining(allowed);
  }

  @Test
  void anInstancesSettingThatItsKindDoesNotHaveIsTold() {
    assertThatThrownBy(
            () ->
                SettingsParser.with(List.of())
                    .parse(
                        Map.of(
                            "lockstep.instance.one.transport", "udp",
                            "lockstep.instance.one.multicast-address", "228.1.2.3",
                            "lockstep.instance.one.prt", "1"),
                        "shop"))
        .hasMessageContaining(
            "lockstep.instance.one.prt: there is no such setting of udp; the nearest is port")
        .hasMessageContaining("lockstep.instance.one: port");
  }

  @Test
  void theUdpTransportHasThreeInstancesByDefault() {
    LockstepSettings settings = parse("lockstep.transport", "udp", "lockstep.udp.port", "7000");
    assertThat(settings.messaging().instances())
        .extracting(instance -> UdpSettings.of(instance.settings()).port())
        .containsExactly(7000, 7001, 7002);
    assertThatThrownBy(() -> parse("lockstep.transport", "udp", "lockstep.udp.port", "65534"))
        .hasMessageContaining("lockstep.udp.port \"65534\": allowed is one with two more above it");
  }

  @Test
  void partsMadeInAProgramCheckThemselves() {
    assertThatThrownBy(() -> new ClusteringSettings(false, true)).hasMessageContaining("failover");
    assertThatThrownBy(() -> UdpSettings.multicast(0, "10.0.0.1"))
        .hasMessageContaining("port \"0\"")
        .hasMessageContaining("multicast-address \"10.0.0.1\"");
    assertThatThrownBy(() -> new WebSettings("JSESSIONID", "", false, true, List.of()))
        .hasMessageContaining("cookie.name \"JSESSIONID\"");
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new StoreSettings(0, 1, second, second))
        .hasMessageContaining("stores.max-entry-size \"0\": allowed is 1 to 15728640");
    assertThatThrownBy(() -> new StoreSettings(1, 0, second, second))
        .hasMessageContaining("stores.max-size \"0\": allowed is 1 to 1099511627776");
    assertThatThrownBy(() -> new StoreSettings(1, 1, Duration.ZERO, second))
        .hasMessageContaining("stores.status-period");
    assertThatThrownBy(() -> new StoreSettings(1, 1, second, second.negated()))
        .hasMessageContaining("stores.max-absence");
    assertThatThrownBy(() -> JmsSettings.of(" ", "d"))
        .hasMessageContaining("connection-factory-jndi-name");
    assertThatThrownBy(
            () ->
                new MessagingSettings(
                    List.of(
                        new TransportInstance(
                            "one", "memory", Set.of(TrafficKey.APP_NODE), Map.of()),
                        new TransportInstance(
                            "two", "memory", Set.of(TrafficKey.APP_NODE), Map.of())),
                    Map.of(),
                    Duration.ZERO))
        .hasMessageContaining("request-timeout")
        .hasMessageContaining("instance \"one\" has it already")
        .hasMessageContaining("key SharedStore: no instance has it");
  }

  @Test
  void settingsOfOthersAreIgnored() {
    assertThat(parse("lockstepping.x", "1", "other", "2")).isNotNull();
  }
}
