package io.lockstep.web.console;

import io.lockstep.node.LockstepNode;

class JettyDrainOrdersTest extends DrainOrdersContract {
  @Override
  ConsoleServer start(LockstepNode node) throws Exception {
    return new JettyConsole(node, ConsoleSettings.defaults());
  }
}
