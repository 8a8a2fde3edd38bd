package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;
import io.lockstep.report.TaskRunner;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class TomcatTaskOrdersTest extends TaskOrdersContract {
  @TempDir private Path folder;

  @Override
  ConsoleServer start(NodeObserver observer, TaskRunner runner) throws Exception {
    return new TomcatConsole(folder, 0, observer, runner, ConsoleSettings.defaults());
  }
}
