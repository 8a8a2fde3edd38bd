package io.lockstep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockstep.node.LockstepNode;
import io.lockstep.report.NodeReport.TaskReport;
import io.lockstep.session.BackupStore;
import io.lockstep.testkit.backup.MapBackupStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpSessionListener;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Lockstep comes into a web application, or doesn't. */
class DeploymentTest {
  private final TestApp app =
      new TestApp()
          .on(
              "/session",
              (request, response) -> response.getWriter().print(request.getSession().getId()));

  private static Map<String, String> settings(String... more) {
    var settings =
        new HashMap<>(
            Map.of(
                "lockstep.domain", "deployment",
                "lockstep.secret", "secret",
                "lockstep.cluster-synchronization-delay", "0"));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private static LockstepNode node(TomcatServer server) {
    return Objects.requireNonNull(Lockstep.node(server.context()));
  }

  private TomcatServer deploy(Map<String, String> settings) {
    return new TomcatServer(new LockstepInitializer(), app, "/shop", settings, context -> {});
  }

  @Test
  void theJarInstallsItselfInAWebApplication(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("webapps/shop"));
    var tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addWebapp("/shop", folder.resolve("webapps/shop").toString());
    ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
    settings().forEach(context::addParameter);
    HttpServlet pages = app.servlet();
    context.addServletContainerInitializer(
        (types, servletContext) -> servletContext.addServlet("own", pages).addMapping("/session"),
        Set.of());
    tomcat.start();
    try {
      URI uri =
          URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop/session");
      assertThat(new Visitor().get(uri).body()).matches("[0-9a-f]{64}");
      assertThat(context.findFilterMaps()[0].getFilterName()).isEqualTo("lockstep");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  @Test
  void theFilterComesFirstAsynchronousAndOnAllDispatches() {
    try (TomcatServer server =
        new TomcatServer(new LockstepInitializer(), app, "/shop", settings(), context -> {})) {
      FilterRegistration filter = server.context().getFilterRegistration("lockstep");
      assertThat(filter.getUrlPatternMappings()).containsExactly("/*");
      assertThat(server.filterMaps().get(0).getFilterName()).isEqualTo("lockstep");
      for (DispatcherType type : EnumSet.allOf(DispatcherType.class)) {
        assertThat(server.filterMaps().get(0).getDispatcherNames()).contains(type.name());
      }
      assertThat(Lockstep.node(server.context())).isNotNull();
    }
  }

  @Test
  void theNodeLeavesWithItsApplication() {
    try (TomcatServer staying = deploy(settings("lockstep.server", "staying"))) {
      TomcatServer leaving = deploy(settings("lockstep.server", "leaving"));
      var context = leaving.context();
      await().until(() -> servers(node(staying)).contains("leaving"));
      assertThat(threads("lockstep-leaving")).isNotEmpty();
      leaving.close();
      assertThat(Lockstep.node(context)).isNull();
      await().until(() -> threads("lockstep-leaving").isEmpty());
      // Said goodbye: a node that is merely silent stays known for long.
      await().until(() -> !servers(node(staying)).contains("leaving"));
    }
  }

  private static List<String> servers(LockstepNode node) {
    return node.observer().report().join().members().stream()
        .filter(member -> member.state().equals("alive"))
        .map(member -> member.server())
        .toList();
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  @Test
  void nothingIsInstalledWhenNotEnabled() throws Exception {
    try (TomcatServer server = deploy(settings("lockstep.enabled", "false"))) {
      assertThat(server.isDeployed()).isTrue();
      assertThat(server.context().getFilterRegistration("lockstep")).isNull();
      assertThat(Lockstep.node(server.context())).isNull();
      var response = new Visitor().get(server.uri("/session"));
      assertThat(Visitor.sessionCookies(response)).isEmpty();
      assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).contains("JSESSIONID");
      assertThatThrownBy(
              () -> Lockstep.addListener(server.context(), new HttpSessionEventsTest.Listener()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lockstep.heartbeat-period,5 parsecs,lockstep.heartbeat-period \"5 parsecs\"",
    "lockstep.heartbeat,5 sec,lockstep.heartbeat-period",
    "lockstep.transport,pigeon,lockstep.transport \"pigeon\"",
    "lockstep.memory.size,1,lockstep.memory.size",
    "lockstep.console.access,lan,lockstep.console.access \"lan\"",
    "lockstep.listeners,java.lang.String,lockstep.listeners \"java.lang.String\"",
    "lockstep.listeners,no.such.Listener,lockstep.listeners \"no.such.Listener\"",
    "lockstep.backup-selector,java.lang.String,backup-selector \"java.lang.String\"",
    "lockstep.backup-selector,no.such.Selector,backup-selector \"no.such.Selector\"",
    "lockstep.backup-store,java.lang.String,backup-store \"java.lang.String\"",
    "lockstep.backup-store,no.such.Store,backup-store \"no.such.Store\"",
    "lockstep.enabled,perhaps,lockstep.enabled \"perhaps\""
  })
  void aWrongSettingFailsTheDeploymentWithAClearMessageAndStartsNothing(
      String name, String value, String message) {
    var failure = new AtomicReference<@Nullable ServletException>();
    ServletContainerInitializer recording =
        (types, context) -> {
          try {
            new LockstepInitializer().onStartup(types, context);
          } catch (ServletException e) {
            failure.set(e);
            throw e;
          }
        };
    try (TomcatServer server =
        new TomcatServer(recording, app, "/shop", settings(name, value), context -> {})) {
      assertThat(server.isDeployed()).isFalse();
      assertThat(Lockstep.node(server.context())).isNull();
    }
    assertThat(failure.get()).hasMessageContaining(message);
  }

  /** Counts how many are open. */
  public static final class CountedStore implements BackupStore {
    private static final AtomicInteger made = new AtomicInteger();
    private static final AtomicInteger open = new AtomicInteger();
    private final BackupStore values = new MapBackupStore();

    public CountedStore() {
      made.incrementAndGet();
      open.incrementAndGet();
    }

    @Override
    public long put(ByteBuffer value) {
      return values.put(value);
    }

    @Override
    public byte[] get(long number) {
      return values.get(number);
    }

    @Override
    public void remove(long number) {
      values.remove(number);
    }

    @Override
    public void close() {
      values.close();
      open.decrementAndGet();
    }
  }

  @Test
  void aStoreIsClosedWhenTheDeploymentFails() {
    Map<String, String> settings =
        settings(
            "lockstep.backup-store",
            CountedStore.class.getName(),
            "lockstep.listeners",
            "no.such.Listener");
    try (TomcatServer server =
        new TomcatServer(new LockstepInitializer(), app, "/shop", settings, context -> {})) {
      assertThat(server.isDeployed()).isFalse();
    }
    assertThat(CountedStore.made).hasPositiveValue();
    assertThat(CountedStore.open).hasValue(0);
  }

  @Test
  void thePeriodsOfTheTasksOfBackupsReachTheNode() {
    Map<String, String> settings =
        settings(
            "lockstep.backup-session-task-period", "11 sec",
            "lockstep.backup-verification-task-period", "12 sec",
            "lockstep.backup-cleanup-period", "13 sec",
            "lockstep.resend-task-period", "14 sec",
            "lockstep.request-task-period", "15 sec");
    try (TomcatServer server = deploy(settings)) {
      assertThat(node(server).observer().report().join().tasks())
          .extracting(TaskReport::periodMs)
          .containsExactly(11_000L, 12_000L, 13_000L, 14_000L, 15_000L);
    }
  }

  @Test
  void allMistakesAreToldAtOnce() {
    var failure = new AtomicReference<@Nullable ServletException>();
    ServletContainerInitializer recording =
        (types, context) -> {
          try {
            new LockstepInitializer().onStartup(types, context);
          } catch (ServletException e) {
            failure.set(e);
            throw e;
          }
        };
    var wrong =
        settings(
            "lockstep.memory.size", "1",
            "lockstep.backups", "many",
            "lockstep.console.access", "lan");
    try (TomcatServer server = new TomcatServer(recording, app, "/shop", wrong, context -> {})) {
      assertThat(server.isDeployed()).isFalse();
    }
    assertThat(String.valueOf(Objects.requireNonNull(failure.get()).getMessage()))
        .contains("lockstep.memory.size")
        .contains("lockstep.backups \"many\"")
        .contains("lockstep.console.access \"lan\"");
  }

  @Test
  void theApplicationsNameIsItsPath() {
    try (TomcatServer server = deploy(settings())) {
      assertThat(node(server).address().application()).isEqualTo("shop");
    }
    try (TomcatServer server =
        new TomcatServer(new LockstepInitializer(), app, "", settings(), context -> {})) {
      assertThat(node(server).address().application()).isEqualTo("app");
    }
  }

  @Test
  void systemPropertiesCountWhereInitParametersAreSilent() {
    System.setProperty("lockstep.server", "from-system");
    System.setProperty("lockstep.domain", "overruled");
    try (TomcatServer server = deploy(settings())) {
      assertThat(node(server).address()).hasToString("deployment.lockstep.from-system.shop");
    } finally {
      System.clearProperty("lockstep.server");
      System.clearProperty("lockstep.domain");
    }
  }

  @Test
  void theConsoleIsInstalledUnlessItIsSwitchedOff() throws Exception {
    try (TomcatServer server = deploy(settings())) {
      assertThat(new Visitor().get(server.uri("/lockstep/api/node")).body()).contains("\"server\"");
    }
    try (TomcatServer server = deploy(settings("lockstep.console", "false"))) {
      assertThat(new Visitor().get(server.uri("/lockstep/api/node")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void sessionListenersThatNobodyNamedAreFound() {
    var types =
        List.of(String.class, HttpSessionListener.class, HttpSessionEventsTest.Listener.class);
    String name = HttpSessionEventsTest.Listener.class.getName();
    assertThat(SessionListeners.unnamed(types.stream(), List.of())).containsExactly(name);
    assertThat(SessionListeners.unnamed(types.stream(), List.of(name))).isEmpty();
  }
}
