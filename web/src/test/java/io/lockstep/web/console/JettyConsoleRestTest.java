package io.lockstep.web.console;

import io.lockstep.report.NodeObserver;

class JettyConsoleRestTest extends ConsoleRestContract {
  @Override
  ConsoleServer start(NodeObserver observer, ConsoleSettings settings) throws Exception {
    return new JettyConsole(observer, settings);
  }
}
