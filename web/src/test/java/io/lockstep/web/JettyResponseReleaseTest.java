package io.lockstep.web;

class JettyResponseReleaseTest extends ResponseReleaseContract {
  JettyResponseReleaseTest() {
    super(Container.JETTY);
  }
}
