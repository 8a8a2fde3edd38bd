package io.lockstep.web;

class JettyFailoverTest extends FailoverContract {
  JettyFailoverTest() {
    super(Container.JETTY);
  }
}
