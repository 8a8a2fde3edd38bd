package io.lockstep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.node.LockstepNode;
import io.lockstep.transport.memory.MemoryNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's code is code that compiles and does what the guide says, and its settings exist. */
class SessionsGuideTest {
  private static final Path GUIDE = Path.of("../docs/sessions.md");
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\| `(lockstep\\.[a-z.-]+)` \\| (?:`([^`]*)`|([^|]*)) \\|");
  private static final Set<String> TRANSPORTS = Set.of("amqp", "memory");

  @Test
  void showsTheCodeThatIsTested() throws IOException {
    GuideCode.assertShown("sessions.md", SessionsGuide.class);
  }

  @Test
  void namesSettingsThatExistWithTheirDefaults() throws IOException {
    var parser = new SettingsParser(TRANSPORTS);
    Map<String, String> fixed =
        Map.of("lockstep.domain", "d", "lockstep.server", "s", "lockstep.secret", "x");
    LockstepSettings silent = parser.parse(fixed, "app");
    Map<String, String> defaults = defaults();
    assertThat(defaults).hasSizeGreaterThan(20);
    var all = new LinkedHashMap<>(fixed);
    defaults.forEach(all::putIfAbsent);

    LockstepSettings told = parser.parse(all, "app");

    assertThat(told.address()).isEqualTo(silent.address());
    assertThat(told.sessions()).isEqualTo(silent.sessions());
    assertThat(told.web()).isEqualTo(silent.web());
    assertThat(told.messaging()).isEqualTo(silent.messaging());
    assertThat(told.membership().detectionTime()).isEqualTo(silent.membership().detectionTime());
    assertThat(told.membership().synchronizationDelay())
        .isEqualTo(silent.membership().synchronizationDelay());
  }

  /** The settings with a default in the guide's table; the others only have to exist. */
  private static Map<String, String> defaults() throws IOException {
    var defaults = new LinkedHashMap<String, String>();
    Matcher row = SETTING.matcher(Files.readString(GUIDE));
    while (row.find()) {
      String value = row.group(2);
      defaults.put(row.group(1), value != null ? value : another(row.group(1)));
    }
    return defaults;
  }

  /** A value for a setting whose default the table tells in words. */
  private static String another(String setting) {
    return switch (setting) {
      case "lockstep.application" -> "app";
      case "lockstep.machine-id" -> "machine";
      case "lockstep.demo.control" -> "/demo/";
      default -> "";
    };
  }

  @Test
  void usesSessionsAsItSays() {
    var network = new MemoryNetwork();
    try (LockstepNode one = SessionsGuide.startNode(network, "one");
        LockstepNode two = SessionsGuide.startNode(network, "two")) {
      List.of(one, two).forEach(node -> await().until(() -> members(node) == 2));

      String id = SessionsGuide.write(one);

      assertThat(SessionsGuide.read(two, id)).isEqualTo("Ada");
    }
  }

  private static int members(LockstepNode node) {
    return node.observer().report().join().members().size();
  }
}
