package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;
import io.lockstep.report.TaskRunner;

class JettyTaskOrdersTest extends TaskOrdersContract {
  @Override
  ConsoleServer start(NodeObserver observer, TaskRunner runner) throws Exception {
    return new JettyConsole(observer, runner, ConsoleSettings.defaults());
  }
}
