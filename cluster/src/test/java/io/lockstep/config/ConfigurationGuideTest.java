package io.lockstep.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/configuration.md} are the catalogue's, no more and no less. When they
 * differ, those that the page should have are left in {@code target/configuration-tables.md}.
 */
class ConfigurationGuideTest {
  private static final Path GUIDE = Path.of("../docs/configuration.md");
  private static final Path LEFT = Path.of("target/configuration-tables.md");
  private static final String HEAD =
      "| element | property | type | default | meaning |\n|---|---|---|---|---|\n";
  private static final Pattern TABLE =
      Pattern.compile("<!-- settings: ([a-z]+) -->\n((?:\\|.*\n)+)");

  private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

  @Test
  void listsEverySettingAsTheCodeHasIt() throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    Matcher table = TABLE.matcher(Files.readString(GUIDE));
    while (table.find()) {
      found.put(table.group(1), table.group(2));
    }
    // What the AMQP transport has is held to it there.
    found.remove("amqp");
    if (!found.equals(tables())) {
      Files.createDirectories(LEFT.getParent());
      Files.writeString(LEFT, written());
    }
    assertThat(found).as("the right tables are in cluster/" + LEFT).isEqualTo(tables());
  }

  @Test
  void theListsHaveEverySettingThatTheCodeDefines() throws IllegalAccessException {
    List<Setting<?>> listed = new ArrayList<>(List.of(JmsCatalogue.PARAMETER));
    listed.addAll(Catalogue.OF_THE_DOCUMENT);
    listed.addAll(Catalogue.OF_LOCKSTEP);
    listed.addAll(StoreCatalogue.ALL);
    listed.addAll(InstanceCatalogue.ALL);
    listed.addAll(UdpCatalogue.ALL);
    listed.addAll(TcpCatalogue.ALL);
    listed.addAll(GroupSecurityCatalogue.ALL);
    listed.addAll(JmsCatalogue.ALL);
    List<Setting<?>> defined = new ArrayList<>();
    for (Class<?> catalogue :
        List.of(
            Catalogue.class,
            StoreCatalogue.class,
            InstanceCatalogue.class,
            UdpCatalogue.class,
            TcpCatalogue.class,
            GroupSecurityCatalogue.class,
            JmsCatalogue.class)) {
      for (Field field : catalogue.getDeclaredFields()) {
        if (field.getType() == Setting.class) {
          defined.add((Setting<?>) field.get(null));
        }
      }
    }
    assertThat(defined).containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void showsAFileThatLoads() throws IOException {
    Matcher file = XML.matcher(Files.readString(GUIDE));
    assertThat(file.find()).isTrue();
    byte[] bytes = file.group(1).getBytes(StandardCharsets.UTF_8);
    GivenSettings given =
        new SettingsSources(List.of("amqp"))
            .file("guide.xml", new ByteArrayInputStream(bytes))
            .given();

    LockstepSettings settings = new SettingsParser(List.of("amqp")).parse(given, "app");

    assertThat(settings.toString()).startsWith("shop.one.").endsWith(".shop over amqp");
    assertThat(settings.warnings()).isEmpty();
  }

  private static String written() {
    var text = new StringBuilder();
    tables()
        .forEach((name, rows) -> text.append("<!-- settings: %s -->\n%s\n".formatted(name, rows)));
    return text.toString();
  }

  private static Map<String, String> tables() {
    List<Setting<?>> jms = new ArrayList<>(JmsCatalogue.ALL);
    jms.add(2, JmsCatalogue.PARAMETER);
    var tables = new LinkedHashMap<String, String>();
    tables.put("document", table("", "lockstep.", Catalogue.OF_THE_DOCUMENT));
    tables.put("lockstep", table("", "lockstep.", Catalogue.OF_LOCKSTEP));
    tables.put("stores", table("", "lockstep.", StoreCatalogue.ALL));
    tables.put("instance", table("", "lockstep.instance.NAME.", InstanceCatalogue.ALL));
    tables.put("udp", table("config/", "lockstep.instance.NAME.", UdpCatalogue.ALL));
    tables.put("tcp", table("config/", "lockstep.instance.NAME.", TcpCatalogue.ALL));
    tables.put("security", table("config/", "lockstep.instance.NAME.", GroupSecurityCatalogue.ALL));
    tables.put("jms", table("", "lockstep.jms-block.NAME.", jms));
    return tables;
  }

  private static String table(String path, String prefix, List<Setting<?>> settings) {
    var rows = new StringBuilder(HEAD);
    for (Setting<?> setting : settings) {
      rows.append(
          "| `%s%s` | `%s%s` | %s | %s | %s |\n"
              .formatted(
                  path,
                  setting.element(),
                  prefix,
                  setting.name(),
                  setting.type().name(),
                  setting.otherwise(),
                  setting.meaning())
              .replace("|  |", "| |"));
    }
    return rows.toString();
  }
}
