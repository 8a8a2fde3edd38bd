package io.lockstep.transport.jms;

import io.lockstep.config.GivenSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.config.SettingsSources;
import io.lockstep.config.TransportInstance;
import io.lockstep.config.TransportKind;
import io.lockstep.node.TransportFactory;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's examples, as printed but for the broker's address. */
class JmsGuideTest {
  private static final Path GUIDE = Path.of("../docs/jms.md");
  private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "<initial-context-environment>.*</initial-context-environment>", Pattern.DOTALL);

  @Test
  void theExampleConnectsTwoNodes() throws Exception {
    try (var broker = EmbeddedArtemis.start()) {
      assertThatNodesMeet(examples().get(0).replace("tcp://broker.example:61616", broker.uri()));
    }
  }

  @Test
  void theEnvironmentForQpidJmsConnectsTwoNodes() throws Exception {
    try (var broker = EmbeddedArtemis.start()) {
      String environment =
          examples().get(1).replace("amqp://broker.example:5672", broker.amqpUri());

      assertThatNodesMeet(
          ENVIRONMENT
              .matcher(examples().get(0))
              .replaceFirst(Matcher.quoteReplacement(environment)));
    }
  }

  private static List<String> examples() throws IOException {
    return XML.matcher(Files.readString(GUIDE)).results().map(found -> found.group(1)).toList();
  }

  private static void assertThatNodesMeet(String file) throws Exception {
    TransportInstance instance = instance(file);
    try (TestNode first = node(1, instance);
        TestNode second = node(2, instance)) {
      first.broadcast("hello");
      second.awaitText("hello");
    }
  }

  private static TransportInstance instance(String file) throws Exception {
    List<TransportKind> kinds =
        TransportFactory.installed(JmsGuideTest.class.getClassLoader()).kinds();
    GivenSettings given =
        SettingsSources.with(kinds)
            .file(
                "nexaweb-server.xml",
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))
            .given();
    return SettingsParser.with(kinds).parse(given, "app").messaging().instances().get(0);
  }

  private static TestNode node(long id, TransportInstance instance) {
    return TestNode.connected(id, ArtemisNetwork.transport("guide", instance.settings()));
  }
}
