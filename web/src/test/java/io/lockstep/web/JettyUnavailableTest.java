package io.lockstep.web;

class JettyUnavailableTest extends UnavailableContract {
  JettyUnavailableTest() {
    super(Container.JETTY);
  }
}
