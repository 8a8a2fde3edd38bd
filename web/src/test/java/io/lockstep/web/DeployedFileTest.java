package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.node.LockstepNode;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document's file in a web application. */
class DeployedFileTest {
  private static final String FILE =
      """
      <server>
        <clustering enabled="true" failover="true">
          <domain>filed</domain>
          <application>by-file</application>
        </clustering>
        <messaging><default-messaging-factory class="%s"/></messaging>
        <lockstep><secret>hush</secret></lockstep>
      </server>
      """;

  private final AtomicReference<@Nullable ServletException> failure = new AtomicReference<>();
  @TempDir private Path folder;

  private TomcatServer deploy(String file, Map<String, String> settings) throws IOException {
    Files.createDirectories(folder.resolve("WEB-INF"));
    Files.writeString(folder.resolve("WEB-INF/nexaweb-server.xml"), file);
    ServletContainerInitializer recording =
        (types, context) -> {
          try {
            new LockstepInitializer().onStartup(types, context);
          } catch (ServletException e) {
            failure.set(e);
            throw e;
          }
        };
    return new TomcatServer(
        recording,
        new TestApp(),
        "/shop",
        settings,
        context -> context.setDocBase(folder.toString()));
  }

  @Test
  void isFoundAndPropertiesDecideOverIt() throws IOException {
    String memory =
        FILE.formatted("com.nexaweb.server.messaging.inmemory.InMemoryMessagingFactory");
    try (TomcatServer server = deploy(memory, Map.of("lockstep.cluster", "by-property"))) {
      LockstepNode node = Objects.requireNonNull(Lockstep.node(server.context()));
      assertThat(node.address().toString()).startsWith("filed.by-property.").endsWith(".by-file");
    }
  }

  @Test
  void failsTheDeploymentWithThePlaceOfAMistake() throws IOException {
    try (TomcatServer server = deploy(FILE.replace("filed", "a b").formatted("memory"), Map.of())) {
      assertThat(server.isDeployed()).isFalse();
    }
    assertThat(failure.get())
        .hasMessageContaining("WEB-INF/nexaweb-server.xml:3: <domain> \"a b\": allowed is");
  }

  @Test
  void failsTheDeploymentWhenItsTransportIsNotInThisBuild() throws IOException {
    String udp = FILE.formatted("com.nexaweb.server.messaging.continuum.ContinuumMessagingFactory");
    try (TomcatServer server = deploy(udp, Map.of())) {
      assertThat(server.isDeployed()).isFalse();
    }
    assertThat(failure.get()).hasMessageContaining("udp is not in this build; there are memory");
  }

  @Test
  void withoutClusteringTheNodeIsAlone() throws IOException {
    Map<String, String> none = Map.of("lockstep.server", "one", "lockstep.domain", "alone");
    Map<String, String> two = Map.of("lockstep.server", "two", "lockstep.domain", "alone");
    try (TomcatServer one = deploy("<server/>", none);
        TomcatServer other = deploy("<server/>", two)) {
      LockstepNode node = Objects.requireNonNull(Lockstep.node(one.context()));
      assertThat(Lockstep.node(other.context())).isNotNull();
      assertThat(node.observer().report().join().members()).hasSize(1);
    }
  }
}
