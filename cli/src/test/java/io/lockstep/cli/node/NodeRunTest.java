package io.lockstep.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lockstep.config.LockstepSettings;
import io.lockstep.node.TransportFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRunTest {
  private static final Set<String> TOLD =
      Set.of("s-1: d.c.s-2.a joined", "s-1: d.c.s-3.a joined", "s-3: d.c.s-1.a joined");

  private final TransportFactory transports =
      TransportFactory.installed(NodeRunTest.class.getClassLoader());
  private final List<String> told = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  private List<LockstepSettings> settings(int nodes) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("node.xml"),
            """
            <server>
              <clustering enabled="true" failover="true">
                <domain>d</domain><cluster>c</cluster><server>s</server><application>a</application>
              </clustering>
              <messaging>
                <factory-implementation
                    class="com.nexaweb.server.messaging.inmemory.InMemoryMessagingFactory">
                  <factory-instance/>
                </factory-implementation>
              </messaging>
              <lockstep><secret>hush</secret></lockstep>
            </server>
            """);
    return new NodeFile(file, Map.of(), Map.of(), transports.kinds()).settings(nodes);
  }

  @Test
  void severalNodesOfOneProcessFindEachOtherAndAreToldToLeave() throws IOException {
    List<LockstepSettings> settings = settings(3);
    var run = new NodeRun(transports, told::add);
    try (var others = new NodeRun(transports, told::add)) {
      run.start(settings.subList(0, 1));
      others.start(settings.subList(1, 3));
      await().until(() -> told.containsAll(TOLD));
      await().until(() -> told.containsAll(Set.of("s-1: is up", "s-2: is up", "s-3: is up")));

      run.close();

      await().until(() -> told.contains("s-2: d.c.s-1.a left"));
    }
    assertThat(told).contains("s-1: has left", "s-2: has left", "s-3: has left");
    assertThat(told).noneMatch(line -> line.contains("hush"));
  }

  @Test
  void aSingleNodeKeepsTheNameThatItWasGiven() throws IOException {
    assertThat(settings(1))
        .singleElement()
        .satisfies(settings -> assertThat(settings.address().server()).isEqualTo("s"));
  }
}
