package io.lockstep.web;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two servers, and pages that tests of {@code HttpSession} share. */
abstract class HttpSessionScenario {
  final TestApp app = new TestApp();
  final Visitor visitor = new Visitor();
  Farm farm;

  @BeforeEach
  final void start() {
    on("/new", request -> request.getSession().isNew());
    on("/none", request -> request.getSession(false) == null);
    on("/touch", request -> request.getSession().getAttribute("untouched"));
    on("/get", request -> request.getSession().getAttribute("value"));
    farm = Farm.of(2, app);
  }

  @AfterEach
  final void stop() {
    farm.close();
  }

  interface Answer {
    Object to(HttpServletRequest request) throws Exception;
  }

  final void on(String path, Answer answer) {
    app.on(path, (request, response) -> response.getWriter().print(answer.to(request)));
  }

  final String get(int server, String path) throws Exception {
    return visitor.get(farm.uri(server, path)).body();
  }
}
