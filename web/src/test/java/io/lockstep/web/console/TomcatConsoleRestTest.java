package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TomcatConsoleRestTest extends ConsoleRestContract {
  @TempDir private Path folder;

  @Override
  ConsoleServer start(NodeObserver observer, ConsoleSettings settings) throws Exception {
    return new TomcatConsole(folder, observer, settings);
  }
}
