package io.lockstep.web;

class TomcatFailoverTest extends FailoverContract {
  TomcatFailoverTest() {
    super(Container.TOMCAT);
  }
}
