package io.lockstep.web.console;

import io.lockstep.node.LockstepNode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TomcatDrainOrdersTest extends DrainOrdersContract {
  @TempDir private Path folder;

  @Override
  ConsoleServer start(LockstepNode node) throws Exception {
    return new TomcatConsole(folder, node, ConsoleSettings.defaults());
  }
}
