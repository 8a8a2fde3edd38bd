package io.lockstep.transport.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.config.GivenSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.config.SettingsSources;
import io.lockstep.config.TransportInstance;
import io.lockstep.config.TransportKind;
import io.lockstep.node.TransportFactory;
import io.lockstep.testkit.transport.TestNode;
import io.lockstep.transport.jms.broker.EmbeddedArtemis;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's example, as printed but for the broker's address. */
class JmsGuideTest {
  private static final Path GUIDE = Path.of("../docs/jms.md");
  private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

  @Test
  void theExampleConnectsTwoNodes() throws Exception {
    Matcher example = XML.matcher(Files.readString(GUIDE));
    assertThat(example.find()).isTrue();
    try (var broker = EmbeddedArtemis.start()) {
      String file = example.group(1).replace("tcp://broker.example:61616", broker.uri());

      TransportInstance instance = instance(file);
      try (TestNode first = node(1, instance);
          TestNode second = node(2, instance)) {
        first.broadcast("hello");
        second.awaitText("hello");
      }
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
