package io.lockstep.web.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Leads from the reference's services page to the console. */
final class ServicesPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Where the reference has it. */
  static final String PATH = "/Nexaweb/Services/index.jsp";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", request.getContextPath() + Console.ROOT + "/");
  }
}
