package io.lockstep.web;

class JettyDispatchTest extends DispatchContract {
  JettyDispatchTest() {
    super(Container.JETTY);
  }
}
