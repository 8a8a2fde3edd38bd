package io.lockstep.systemtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between modules are those of ARCHITECTURE.md, and no more. */
class ModulesTest {
  /** The beginnings of each module's packages. */
  private static final Map<String, List<String>> PACKAGES =
      Map.ofEntries(
          Map.entry(
              "kernel", List.of("io.lockstep.time", "io.lockstep.sequence", "io.lockstep.wire")),
          Map.entry(
              "cluster",
              List.of(
                  "io.lockstep.transport",
                  "io.lockstep.membership",
                  "io.lockstep.session",
                  "io.lockstep.store",
                  "io.lockstep.topic",
                  "io.lockstep.rpc",
                  "io.lockstep.config",
                  "io.lockstep.report",
                  "io.lockstep.node")),
          Map.entry("transport-connection", List.of("io.lockstep.transport.connection")),
          Map.entry("transport-amqp", List.of("io.lockstep.transport.amqp")),
          Map.entry("transport-jms", List.of("io.lockstep.transport.jms")),
          Map.entry("transport-jgroups", List.of("io.lockstep.transport.jgroups")),
          Map.entry("codec-fory", List.of("io.lockstep.codec.fory")),
          Map.entry("web", List.of("io.lockstep.web")),
          Map.entry("cli", List.of("io.lockstep.cli")),
          Map.entry("testkit", List.of("io.lockstep.testkit")),
          Map.entry("benchmarks", List.of("io.lockstep.benchmarks")),
          Map.entry("system-tests", List.of("io.lockstep.systemtests")),
          Map.entry("samples/shop", List.of("shop")),
          Map.entry("samples/board", List.of("board")));

  @ParameterizedTest
  @CsvSource({
    "kernel,",
    "cluster, kernel",
    "transport-connection, kernel cluster",
    "transport-amqp, kernel cluster transport-connection",
    "transport-jms, kernel cluster transport-connection",
    "transport-jgroups, kernel cluster transport-connection",
    "codec-fory, kernel cluster",
    "web, kernel cluster",
    "cli, kernel cluster transport-amqp transport-jms",
    "testkit, kernel cluster",
    "benchmarks, kernel cluster transport-amqp testkit",
    "system-tests, kernel cluster transport-amqp transport-jms cli testkit",
    "samples/shop,",
    "samples/board, kernel cluster web"
  })
  void usesOnlyTheModulesThatItMay(String module, String used) {
    var path = Path.of("..", module, "target", "classes");
    assumeTrue(Files.isDirectory(path), module + " is not part of this build");
    var read = new ClassFileImporter().importPath(path);
    var allowed = Arrays.asList((module + " " + (used == null ? "" : used)).strip().split(" +"));

    assertThat(read).isNotEmpty().allMatch(type -> module.equals(moduleOf(type)));
    classes()
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are foreign or of " + allowed, type -> isAllowed(type, allowed)))
        .check(read);
  }

  private static boolean isAllowed(JavaClass type, List<String> allowed) {
    var module = moduleOf(type.getBaseComponentType());
    return module.isEmpty() || allowed.contains(module);
  }

  /** The module whose package's beginning is the longest that fits; empty when none does. */
  private static String moduleOf(JavaClass type) {
    var name = type.getPackageName() + ".";
    var module = "";
    int longest = 0;
    for (var each : PACKAGES.entrySet()) {
      for (var beginning : each.getValue()) {
        if (name.startsWith(beginning + ".") && beginning.length() > longest) {
          module = each.getKey();
          longest = beginning.length();
        }
      }
    }
    return module;
  }
}
