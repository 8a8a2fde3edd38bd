package io.lockstep.web.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page's files, all of which are known by name; and what the page must know at first. */
final class PageServlet extends GuardedServlet {
  private static final List<String> FILES =
      List.of(
          "index.html",
          "console.css",
          "icon.svg",
          "main.js",
          "feed.js",
          "cluster.js",
          "placements.js",
          "servers.js",
          "drain.js",
          "session.js",
          "tables.js",
          "stores.js",
          "topics.js",
          "meters.js",
          "performance.js",
          "transports.js",
          "tasks.js",
          "table.js",
          "overview.js",
          "demo.js",
          "format.js",
          "dom.js");

  private final transient Map<String, PageFile> files = new HashMap<>();

  PageServlet(AccessRule rule, ConsoleSettings settings) {
    super(rule);
    for (String name : FILES) {
      files.put("/" + name, PageFile.load(name));
    }
    files.put("/", PageFile.load("index.html"));
    files.put("/api/console", PageFile.json(new Start(settings.demoControl())));
  }

  /** What the page must know at first. */
  record Start(@Nullable String demoControl) {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path == null) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", request.getContextPath() + request.getServletPath() + "/");
      return;
    }
    PageFile file = files.get(path);
    if (file == null) {
      text(response, HttpServletResponse.SC_NOT_FOUND, "The console has no such page.");
    } else {
      file.send(request, response);
    }
  }
}
