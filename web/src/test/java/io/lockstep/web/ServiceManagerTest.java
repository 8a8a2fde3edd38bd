package io.lockstep.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lockstep.rpc.RpcExecutor;
import io.lockstep.store.SharedStore;
import io.lockstep.topic.MessagingService;
import io.lockstep.topic.TopicMessage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
  private static final String EXAMPLE =
      """
      import io.lockstep.store.SharedStore;
      import io.lockstep.web.ServiceManager;

      class Example {
        void run() {
          SharedStore s = ServiceManager.getSharedStoreManager().getSharedStore( "MyStore" );
          s.put( "key", "value" );
        }
      }
      """;

  private final List<TopicMessage<?>> heard = new CopyOnWriteArrayList<>();
  private final TestApp app =
      new TestApp()
          .on("/put", (request, response) -> store().put("key", "value"))
          .on("/listen", (request, response) -> topics().subscribe("MyTopic", heard::add))
          .on("/publish", (request, response) -> topics().publish("MyTopic", "message"))
          .on("/call", (request, response) -> response.getWriter().print(reasonOfFailure()))
          .on("/members", (request, response) -> response.getWriter().print(others()))
          .on("/get", (request, response) -> response.getWriter().print(store().get("key")));

  /** Calls an operation that answers only once its caller has given up. */
  private static String reasonOfFailure() {
    RpcExecutor rpc = ServiceManager.getRpcExecutor();
    var over = new CompletableFuture<String>();
    rpc.handle("wait", call -> over.get(10, TimeUnit.SECONDS));
    var call = rpc.call("one", "wait", "", String.class);
    String reason = call.handle((answer, failure) -> String.valueOf(failure)).join();
    over.complete("");
    return reason;
  }

  private static List<String> others() {
    return ServiceManager.getAppNodeManager().view().members().stream()
        .map(member -> member.address().server())
        .toList();
  }

  private static MessagingService topics() {
    return ServiceManager.getMessagingService();
  }

  private static SharedStore<Object, Object> store() {
    return ServiceManager.getSharedStoreManager().getSharedStore("MyStore");
  }

  private TomcatServer deploy(String server) {
    Map<String, String> settings =
        Map.of(
            "lockstep.domain", "service-manager",
            "lockstep.server", server,
            "lockstep.secret", "secret",
            "lockstep.request-timeout", "200 ms",
            "lockstep.cluster-synchronization-delay", "0");
    return new TomcatServer(new LockstepInitializer(), app, "/shop", settings, context -> {});
  }

  @Test
  void eachWebApplicationFindsItsOwnNodeAndSharesItsStoresWithTheOthers() throws Exception {
    try (TomcatServer one = deploy("one");
        TomcatServer two = deploy("two")) {
      URI get = two.uri("/get");
      new Visitor().get(one.uri("/put"));
      await().until(() -> new Visitor().get(get).body().equals("value"));
      assertThat(Lockstep.node(one.context())).isNotEqualTo(Lockstep.node(two.context()));
    }
  }

  @Test
  void aMessagePublishedInOneWebApplicationIsHeardInAll() throws Exception {
    try (TomcatServer one = deploy("one");
        TomcatServer two = deploy("two")) {
      new Visitor().get(one.uri("/listen"));
      new Visitor().get(two.uri("/listen"));
      await().until(() -> members(one) == 2 && members(two) == 2);
      new Visitor().get(one.uri("/publish"));
      await().until(() -> heard.size() == 2);
      assertThat(heard).allMatch(message -> message.content().equals("message"));
    }
  }

  @Test
  void eachWebApplicationSeesTheOthers() throws Exception {
    try (TomcatServer one = deploy("one");
        TomcatServer two = deploy("two")) {
      await().until(() -> members(one) == 2 && members(two) == 2);
      assertThat(new Visitor().get(one.uri("/members")).body()).isEqualTo("[two]");
      assertThat(new Visitor().get(two.uri("/members")).body()).isEqualTo("[one]");
    }
  }

  @Test
  void aCallWaitsAsLongAsTheSettingSays() throws Exception {
    try (TomcatServer one = deploy("one")) {
      assertThat(new Visitor().get(one.uri("/call")).body()).contains("TIMED_OUT", "PT0.2S");
    }
  }

  private static int members(TomcatServer server) {
    return requireNonNull(Lockstep.node(server.context()))
        .observer()
        .report()
        .join()
        .members()
        .size();
  }

  @Test
  void aThreadOfNoWebApplicationIsToldWhatIsMissing() {
    assertThatThrownBy(ServiceManager::getSharedStoreManager)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(Thread.currentThread().getName(), "class loader");
  }

  @Test
  void theReferencesExampleCompiles(@TempDir Path folder) throws Exception {
    Path source = Files.writeString(folder.resolve("Example.java"), EXAMPLE);
    List<String> arguments =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), source + "");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
    assertThat(folder.resolve("Example.class")).exists();
  }
}
