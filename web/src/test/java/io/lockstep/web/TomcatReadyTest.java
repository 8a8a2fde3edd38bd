package io.lockstep.web;

class TomcatReadyTest extends ReadyContract {
  TomcatReadyTest() {
    super(Container.TOMCAT);
  }
}
