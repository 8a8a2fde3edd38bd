package io.lockstep.web;

class JettyReadyTest extends ReadyContract {
  JettyReadyTest() {
    super(Container.JETTY);
  }
}
