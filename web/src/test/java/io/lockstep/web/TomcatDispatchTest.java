package io.lockstep.web;

class TomcatDispatchTest extends DispatchContract {
  TomcatDispatchTest() {
    super(Container.TOMCAT);
  }
}
