package io.lockstep.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A web application whose pages each test writes itself; all servers run the same. */
final class TestApp {
  private final Map<String, Handler> pages = new ConcurrentHashMap<>();

  TestApp on(String path, Handler handler) {
    pages.put(path, handler);
    return this;
  }

  HttpServlet servlet() {
    return new Pages(pages);
  }

  private static final class Pages extends HttpServlet {
    private final transient Map<String, Handler> pages;

    Pages(Map<String, Handler> pages) {
      this.pages = pages;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      Object included = request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH);
      String path = String.valueOf(included != null ? included : request.getServletPath());
      Handler page = pages.get(path);
      if (page == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      try {
        page.handle(request, response);
      } catch (ServletException | IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new ServletException(e);
      }
    }
  }
}
