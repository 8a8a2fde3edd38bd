package io.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private static final String JNDI =
      "<jndi><connection-factory-jndi-name>f</connection-factory-jndi-name>"
          + "<destination-jndi-name>d</destination-jndi-name></jndi>";

  /** One that is there, tells what its settings are called, and finds every address wrong. */
  private static final TransportKind WIRE =
      new TransportKind(
          "wire",
          Optional.of(Set.of("uri", "pause")),
          settings -> {
            throw new ConfigurationException(
                List.of(
                    "lockstep.wire.uri \"%s\": allowed is none"
                        .formatted(settings.get("lockstep.wire.uri"))));
          });

  private static LockstepSettings read(byte[] file, List<TransportKind> kinds) {
    GivenSettings given =
        SettingsSources.with(kinds).file("f.xml", new ByteArrayInputStream(file)).given();
    return SettingsParser.with(kinds).parse(given, "app");
  }

  private static LockstepSettings read(String file) {
    return read(file.getBytes(StandardCharsets.UTF_8), List.of());
  }

  private static List<String> mistakes(String file) {
    ConfigurationException failure =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> read(file.getBytes(StandardCharsets.UTF_8), List.of(WIRE)));
    assertThat(failure).as("nothing is wrong with " + file).isNotNull();
    return failure.mistakes();
  }

  /** In the file, what is between bars is a line of its own; the last column begins the mistake. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          <clustering>|<server/>|</clustering>; f.xml:3: <server> "": allowed is a name without spaces and dots, not empty
          <clustering><domain>a b</domain></clustering>; f.xml:2: <domain> "a b": allowed is a name without spaces and dots
          <clustering><cluster>a.b</cluster></clustering>; f.xml:2: <cluster> "a.b": allowed is a name without
          <clustering failover="true"/>; f.xml:2: <clustering failover> "true": allowed is false while clustering is off
          <clustering|enabled="yes"/>; f.xml:2: <clustering enabled> "yes": allowed is true or false
          <clustering enable="true"/>; f.xml:2: <clustering>: there is no such attribute as enable; the nearest is enabled
          <clustering><app-node-manager>|<heartbeat-period>5 parsecs</heartbeat-period></app-node-manager></clustering>; f.xml:3: <heartbeat-period> "5 parsecs": allowed is a time like 250 ms, 5 sec
          <clustering><app-node-manager>|<heartbeat-perod/></app-node-manager></clustering>; f.xml:3: <heartbeat-perod>: there is no such element in <app-node-manager>; the nearest is <heartbeat-period>
          <clustering><heartbeat-period>5 sec</heartbeat-period></clustering>; f.xml:2: <heartbeat-period>: there is no such element in <clustering>; it belongs in <app-node-manager>
          <clustering><domain>a</domain>|<domain>b</domain></clustering>; f.xml:3: <domain>: is there already, in line 2; allowed is one
          <clustering>text</clustering>; f.xml:2: <clustering> "text": no text is allowed here
          <clustering><backup-assignment-manager><backup-selector class="a b"/></backup-assignment-manager></clustering>; f.xml:2: <backup-selector class> "a b": allowed is the full name of a class
          <messaging><request-timeout>0</request-timeout></messaging>; f.xml:2: <request-timeout> "0": allowed is a time
          <messaging><default-messaging-factory class="pigeon"/></messaging>; f.xml:2: <default-messaging-factory class> "pigeon": allowed is one of jms, memory, udp, wire; or, as the document has them, com.nexaweb
          <messaging><default-messaging-factory/></messaging>; f.xml:2: <default-messaging-factory>: the attribute class is missing
          <messaging><factory-implementation class="pigeon"><factory-instance/></factory-implementation></messaging>; f.xml:2: <factory-implementation> "pigeon": allowed as class is one of
          <messaging><factory-implementation class="memory"/></messaging>; f.xml:2: <factory-implementation>: allowed is one <factory-instance> or more
          <messaging><factory-implementation class="memory"><factory-instance><keys>|<key>AppNod</key></keys></factory-instance></factory-implementation></messaging>; f.xml:3: <key> "AppNod": allowed is one of AppNode, DocumentEvents, SessionEvents, SessionAttributeEvents, BackupSyncMessages, RpcExecutor, MessagingService, SharedStore; the nearest is AppNode
          <messaging><factory-implementation class="memory"><factory-instance><keys/></factory-instance></factory-implementation></messaging>; f.xml:2: <keys>: allowed is one <key> or more
          <messaging><factory-implementation class="memory"><factory-instance/>|<factory-instance/></factory-implementation></messaging>; f.xml:3: <factory-instance>: no key is left for it
          <messaging><factory-implementation class="memory"><factory-instance><keys><key>AppNode</key></keys></factory-instance>|<factory-instance><keys><key>AppNode</key></keys></factory-instance></factory-implementation></messaging>; f.xml:3: <keys> "AppNode": allowed is each key in one instance; f.xml:2: <factory-instance> has it already
          <messaging><factory-implementation class="memory"><factory-instance><config><port>1</port></config></factory-instance></factory-implementation></messaging>; f.xml:2: <port>: there is no such element in <config>; allowed is none
          <messaging><factory-instance><config><multicast-address>228.1.2.3</multicast-address></config></factory-instance></messaging>; f.xml:2: <factory-instance>: port (<port> in a file) is missing; allowed is a whole number, 1 to 65535
          <messaging><factory-instance><config><port>1</port></config></factory-instance></messaging>; f.xml:2: <factory-instance>: required is a multicast-address, or, for broadcast, a bind-address with a subnet-mask
          <messaging><factory-instance><config><port>70000</port><multicast-address>228.1.2.3</multicast-address></config></factory-instance></messaging>; f.xml:2: <port> "70000": allowed is a whole number, 1 to 65535
          <messaging><factory-instance><config><port>1</port>|<multicast-address>10.0.0.1</multicast-address></config></factory-instance></messaging>; f.xml:3: <multicast-address> "10.0.0.1": allowed is a multicast address
          <messaging><factory-instance><config><port>1</port><bind-address>10.0.0.1</bind-address>|<subnet-mask>255.0.255.0</subnet-mask></config></factory-instance></messaging>; f.xml:3: <subnet-mask> "255.0.255.0": allowed is a mask
          <messaging><factory-instance><config><port>1</port><multicast-address>228.1.2.3</multicast-address>|<send-buffer-size>100 XB</send-buffer-size></config></factory-instance></messaging>; f.xml:3: <send-buffer-size> "100 XB": allowed is a size like 100 KB
          <messaging><factory-instance><config><port>1</port><multicast-address>228.1.2.3</multicast-address><receive-thread-priority>11</receive-thread-priority></config></factory-instance></messaging>; f.xml:2: <receive-thread-priority> "11": allowed is a whole number, 1 to 10
          <messaging><factory-instance><keys><key>AppNode</key></keys><config><port>7</port><multicast-address>228.1.2.3</multicast-address></config></factory-instance>|<factory-instance><config><port>7</port><multicast-address>228.1.2.3</multicast-address></config></factory-instance></messaging>; f.xml:3: <port> "7": allowed is a port that no other instance has; f.xml:2: <factory-instance> has it
          <messaging><factory-implementation class="jms"><factory-instance jmsConfigName="x"/></factory-implementation></messaging>; f.xml:2: <factory-instance jmsConfigName> "x": allowed is the name of a JMS block: there is none
          <messaging><factory-implementation class="jms"><factory-instance/></factory-implementation></messaging>; f.xml:2: <factory-instance>: jms-config (jmsConfigName in a file) is missing
          <messaging><factory-implementation class="wire"><factory-instance><config>|<uri>u</uri></config></factory-instance></factory-implementation></messaging>; f.xml:3: <uri> "u": allowed is none
          <messaging><factory-implementation class="wire"><factory-instance><config><url>u</url></config></factory-instance></factory-implementation></messaging>; f.xml:2: <url>: there is no such element in <config>; the nearest is <uri>, allowed are pause, uri
          <messaging><default-messaging-factory class="wire"><config><uri>u</uri></config></default-messaging-factory></messaging>; f.xml:2: <uri> "u": allowed is none
          <jms/>; f.xml:2: <jms>: the attribute name is missing
          <jms name="a"/>; f.xml:2: <jms>: connection-factory-jndi-name (<connection-factory-jndi-name> in a file) is missing
          <lockstep><secret/></lockstep>; f.xml:2: <secret> "": allowed is any text that is not empty
          <lockstep><allowed-packages>com..x</allowed-packages></lockstep>; f.xml:2: <allowed-packages> "com..x"
          <lockstep><console-access>all</console-access></lockstep>; f.xml:2: <console-access> "all": allowed is loopback or any
          <lockstep><stores>|<max-size>9 XB</max-size></stores></lockstep>; f.xml:3: <max-size> "9 XB": allowed is a size like 100 KB or 2 MB, up to 1 TB
          <lockstep><stores><max-entry-size>16 MB</max-entry-size></stores></lockstep>; f.xml:2: <max-entry-size> "16 MB": allowed is a size like 100 KB or 2 MB, up to 15 MB
          <lockstep><max-size>1 GB</max-size></lockstep>; f.xml:2: <max-size>: there is no such element in <lockstep>; it belongs in <stores>
          <lockstep><stores><max-sise/></stores></lockstep>; f.xml:2: <max-sise>: there is no such element in <stores>; the nearest is <max-size>
          <clusterin/>; f.xml:2: <clusterin>: there is no such element in <server>; the nearest is <clustering>
          """)
  void aMistakeNamesFileLineElementValueAndWhatIsAllowed(String content, String begin) {
    String file = "<server>\n" + content.replace('|', '\n') + "\n</server>";
    assertThat(mistakes(file)).anySatisfy(line -> assertThat(line).startsWith(begin));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          <session><transacted>no</transacted></session>; <transacted> "no": allowed is true or false
          <session><acknowledge-mode>javax.jms.Session.NONE</acknowledge-mode></session>; <acknowledge-mode> "javax.jms.Session.NONE": allowed is Session.AUTO_ACKNOWLEDGE
          <session><acknowledge-mode>4</acknowledge-mode></session>; <acknowledge-mode> "4": allowed is
          <session><acknowledge-mode>0</acknowledge-mode></session>; <acknowledge-mode> "0": allowed is another one while transacted is false
          <message-producer><delivery-mode>3</delivery-mode></message-producer>; <delivery-mode> "3": allowed is DeliveryMode.NON_PERSISTENT
          <message-producer><delivery-mode>javax.jms.Session.PERSISTENT</delivery-mode></message-producer>; <delivery-mode> "javax.jms.Session.PERSISTENT"
          <message-producer><priority>10</priority></message-producer>; <priority> "10": allowed is Message.DEFAULT_PRIORITY
          <message-producer><time-to-live>-1</time-to-live></message-producer>; <time-to-live> "-1": allowed is
          <subscriber><durable>true</durable></subscriber>; <jms>: subscription-name (<subscription-name> in a file) is missing
          <connection><client-di>x</client-di></connection>; <client-di>: there is no such element in <connection>; the nearest is <client-id>
          """)
  void aMistakeInABlockIsTold(String content, String begin) {
    String file = "<server><jms name='a'>" + JNDI + content;
    assertThat(mistakes(file + "</jms></server>"))
        .anySatisfy(line -> assertThat(line).startsWith("f.xml:1: " + begin));
  }

  @ParameterizedTest
  @CsvSource({
    "javax.jms.Session.CLIENT_ACKNOWLEDGE",
    "jakarta.jms.Session.CLIENT_ACKNOWLEDGE",
    "jms.Session.CLIENT_ACKNOWLEDGE",
    "Session.CLIENT_ACKNOWLEDGE",
    "CLIENT_ACKNOWLEDGE",
    "2"
  })
  void constantsAreReadByNameOrNumber(String mode) {
    LockstepSettings settings =
        read(
            "<server><jms name='a'>"
                + JNDI
                + "<connection><client-id>me</client-id></connection>"
                + "<session><acknowledge-mode>"
                + mode
                + " \u00a0</acknowledge-mode></session>"
                + "<message-producer><delivery-mode>2</delivery-mode>"
                + "<priority>jms.Message.DEFAULT_PRIORITY</priority>"
                + "<time-to-live>5000</time-to-live></message-producer>"
                + "<subscriber><durable>true</durable>"
                + "<subscription-name>all</subscription-name></subscriber></jms></server>");

    JmsSettings jms = Objects.requireNonNull(settings.messaging().jmsBlocks().get("a"));
    assertThat(jms)
        .isEqualTo(
            new JmsSettings(
                new JmsSettings.Jndi("f", "d", Map.of()),
                Optional.of("me"),
                new JmsSettings.Session(false, JmsSettings.AcknowledgeMode.CLIENT_ACKNOWLEDGE),
                new JmsSettings.Producer(
                    JmsSettings.DeliveryMode.PERSISTENT, 4, Duration.ofSeconds(5), false, false),
                new JmsSettings.Subscriber(true, Optional.of("all"))));
    assertThat(JmsSettings.of(jms.settings())).isEqualTo(jms);
  }

  @Test
  void theInitialContextsEnvironmentIsReadAndKeptOutOfTexts() {
    LockstepSettings settings =
        read(
            "<server><jms name='my block.1'><jndi>"
                + "<connection-factory-jndi-name>f</connection-factory-jndi-name>"
                + "<destination-jndi-name>d</destination-jndi-name><initial-context-environment>"
                + "<param name='java.naming.security.credentials' value='hush'/>"
                + "</initial-context-environment></jndi></jms></server>");

    JmsSettings jms = Objects.requireNonNull(settings.messaging().jmsBlocks().get("my block.1"));
    assertThat(jms.jndi().environment())
        .containsExactly(Map.entry("java.naming.security.credentials", "hush"));
    assertThat(settings.toString() + settings.messaging()).doesNotContain("hush");
    assertThat(JmsSettings.of(jms.settings())).isEqualTo(jms);
  }

  @Test
  void aParameterWithoutANameIsTold() {
    assertThat(
            mistakes(
                "<server><jms name='a'>"
                    + JNDI.replace(
                        "</jndi>",
                        "<initial-context-environment><param value='x'/><pram/>"
                            + "</initial-context-environment></jndi>")
                    + "</jms></server>"))
        .containsExactly(
            "f.xml:1: <param>: the attribute name is missing; allowed is the parameter's name",
            "f.xml:1: <pram>: there is no such element in <initial-context-environment>; the nearest"
                + " is <param>, allowed are param");
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThat(
            mistakes(
                """
                <server>
                  <clustering failover="true">
                    <server/>
                    <domian>d</domian>
                  </clustering>
                  <messaging><request-timeout>soon</request-timeout></messaging>
                  <jms name="a"/>
                </server>
                """))
        .hasSize(6)
        .anyMatch(line -> line.startsWith("f.xml:2: <clustering failover>"))
        .anyMatch(line -> line.startsWith("f.xml:3: <server>"))
        .anyMatch(line -> line.startsWith("f.xml:4: <domian>"))
        .anyMatch(line -> line.startsWith("f.xml:6: <request-timeout>"))
        .anyMatch(line -> line.startsWith("f.xml:7: <jms>: connection-factory-jndi-name"))
        .anyMatch(line -> line.startsWith("f.xml:7: <jms>: destination-jndi-name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE server><server/>",
        "<!DOCTYPE server SYSTEM 'http://localhost:1/x.dtd'><server/>",
        "<!DOCTYPE server [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
            + "<server><lockstep><version>&x;</version></lockstep></server>"
      })
  void documentTypesAndEntitiesAreRefused(String file) {
    assertThat(mistakes(file))
        .singleElement()
        .asString()
        .startsWith("f.xml:1: ")
        .contains("not allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "<server>~ f.xml:1: ",
        "<server><lockstep><version>&nbsp-x;</version></lockstep></server>~ f.xml:1: ",
        "<server/><server/>~ f.xml:1: ",
        "<servlet/>~ f.xml:1: <servlet>: the root is to be <server>",
        "nothing~ f.xml:1: ",
        "''~ f.xml"
      })
  void whatIsNoConfigurationFileIsRefused(String file, String begin) {
    assertThat(mistakes(file)).singleElement().asString().startsWith(begin);
  }

  @Test
  void whatIsTooLargeOrTooDeepIsRefused() {
    assertThat(mistakes("<server>" + " ".repeat(1 << 20) + "</server>"))
        .singleElement()
        .asString()
        .contains("larger than");
    assertThat(mistakes("<a>".repeat(5_000) + "</a>".repeat(5_000)))
        .singleElement()
        .asString()
        .contains("32 deep");
  }

  /** Whatever the bytes are, settings or a list of mistakes come out, and nothing else. */
  @Test
  void brokenBytesAreMistakesAndNothingWorse() throws IOException {
    byte[] sample;
    try (InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("nexaweb-server.xml"))) {
      sample = file.readAllBytes();
    }
    int refused = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      byte[] broken = sample.clone();
      var random = new Random(seed);
      for (int i = random.nextInt(4); i >= 0; i--) {
        broken[random.nextInt(broken.length)] =
            (byte) (random.nextBoolean() ? "<>/\"&=".charAt(random.nextInt(6)) : random.nextInt());
      }
      try {
        read(Arrays.copyOf(broken, broken.length - random.nextInt(20)), List.of());
      } catch (ConfigurationException e) {
        refused++;
        assertThat(e.mistakes()).as("seed " + seed).allMatch(line -> line.startsWith("f.xml"));
      }
    }
    assertThat(refused).isBetween(500, 1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16"})
  void theFilesOwnEncodingIsUsed(String encoding) {
    String file =
        "<?xml version='1.0' encoding='%s'?>\u00a0<server><clustering>\u00a0<domain>\u00a0Zürich</domain></clustering></server>\u00a0"
            .formatted(encoding);
    assertThat(read(file.getBytes(Charset.forName(encoding)), List.of()).address().domain())
        .isEqualTo("Zürich");
  }

  @Test
  void bytesThatAreNotInTheEncodingAreRefused() {
    assertThatThrownBy(
            () -> read("<server>\u00e4</server>".getBytes(StandardCharsets.ISO_8859_1), List.of()))
        .hasMessageContaining("f.xml")
        .hasMessageContaining("encoding");
  }

  @Test
  void aServersNameInAFileIsWarnedOf() {
    assertThat(read("<server><clustering><server>s</server></clustering></server>").warnings())
        .anyMatch(line -> line.startsWith("f.xml:1: <server>"));
  }
}
