package io.lockstep.web;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A web application whose pages each test writes itself; all servers run the same. */
final class TestApp implements ServletContainerInitializer {
  private final Map<String, Handler> pages = new ConcurrentHashMap<>();
  private @Nullable String errorPage;
  private boolean wrapsRequests;

  TestApp on(String path, Handler handler) {
    pages.put(path, handler);
    return this;
  }

  /** Shows this page in the place of every error. */
  TestApp errorPage(String path) {
    errorPage = path;
    return this;
  }

  Optional<String> errorPage() {
    return Optional.ofNullable(errorPage);
  }

  /** Wraps its requests in a filter of its own. */
  TestApp wrapsRequests() {
    wrapsRequests = true;
    return this;
  }

  @Override
  public void onStartup(@Nullable Set<Class<?>> types, ServletContext context) {
    if (!wrapsRequests) {
      return;
    }
    FilterRegistration.Dynamic filter =
        context.addFilter(
            "application's",
            (request, response, chain) ->
                chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request), response));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(null, true, "/*");
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
