package io.lockstep.web;

import jakarta.servlet.ServletContainerInitializer;
import java.util.Map;

/** The containers in which the tests run. */
enum Container {
  TOMCAT {
    @Override
    WebServer start(
        ServletContainerInitializer initializer, TestApp app, Map<String, String> settings) {
      return new TomcatServer(initializer, app, "/shop", settings, context -> {});
    }
  },
  JETTY {
    @Override
    WebServer start(
        ServletContainerInitializer initializer, TestApp app, Map<String, String> settings) {
      return new JettyServer(initializer, app, settings);
    }
  };

  /** Starts the application as {@code /shop}. */
  abstract WebServer start(
      ServletContainerInitializer initializer, TestApp app, Map<String, String> settings);

  /** Starts servers of one cluster. */
  Farm farm(int servers, TestApp app, Map<String, String> settings) {
    return Farm.of(servers, settings, (initializer, all) -> start(initializer, app, all));
  }
}
