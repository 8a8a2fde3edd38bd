package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;

class JettyConsoleEventsTest extends ConsoleEventsContract {
  @Override
  ConsoleServer start(NodeObserver observer, ConsoleSettings settings) throws Exception {
    return new JettyConsole(observer, settings);
  }
}
