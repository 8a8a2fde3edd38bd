package io.lockstep.web;

class TomcatUnavailableTest extends UnavailableContract {
  TomcatUnavailableTest() {
    super(Container.TOMCAT);
  }
}
