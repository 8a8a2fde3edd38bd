package io.lockstep.web.console;

import io.lockstep.report.DrainControl;
import io.lockstep.report.NodeObserver;
import io.lockstep.report.SessionInspector;
import io.lockstep.report.TaskRunner;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the console into a web application: the page at {@code /lockstep/}, and as JSON {@code
 * /lockstep/api/node} (this node's report), {@code /lockstep/api/cluster} (all nodes' reports, this
 * one's first) and {@code /lockstep/api/events} (the same as server-sent events, each second). With
 * {@code POST /lockstep/api/tasks/NAME} a task runs at once, with {@code POST /lockstep/api/drain}
 * and {@code /lockstep/api/resume} a server drains and takes new visitors again, and {@code
 * /lockstep/api/session?key=KEY} tells of one session ({@code GET}) or ends it ({@code DELETE}).
 * The reference's services page leads to the console's.
 */
public final class Console {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  /** Where the page is, in the web application. */
  static final String ROOT = "/lockstep";

  private final ServletContext context;
  private final AccessRule rule;

  private Console(ServletContext context, AccessRule rule) {
    this.context = context;
    this.rule = rule;
  }

  /**
   * Registers the console's servlets, to be called while the application starts. A path that the
   * application itself has mapped stays the application's, with a warning in the log.
   *
   * @throws IllegalStateException when the context has already been initialised
   */
  public static void install(
      ServletContext context,
      NodeObserver observer,
      SessionInspector inspector,
      TaskRunner runner,
      DrainControl drain,
      ConsoleSettings settings) {
    new Console(context, AccessRule.of(settings.access()))
        .install(observer, inspector, runner, drain, settings);
  }

  private void install(
      NodeObserver observer,
      SessionInspector inspector,
      TaskRunner runner,
      DrainControl drain,
      ConsoleSettings settings) {
    add("page", new PageServlet(rule, settings), "/*");
    var feed = new ClusterFeed(observer);
    add("node", new ReportServlet<>(rule, observer::report, feed), "/api/node");
    add("cluster", new ReportServlet<>(rule, observer::clusterReport, feed), "/api/cluster");
    add("events", new EventsServlet(rule, feed), "/api/events");
    add("session", new SessionServlet(rule, inspector, feed), "/api/session");
    add("tasks", new TaskServlet(rule, runner, feed), "/api/tasks/*");
    add("drain", new DrainServlet(rule, drain, DrainServlet.DRAIN, feed), "/api/drain");
    add("resume", new DrainServlet(rule, drain, DrainServlet.RESUME, feed), "/api/resume");
    addAt(context, "services", new ServicesPageServlet(), ServicesPageServlet.PATH);
  }

  private void add(String name, Servlet servlet, String path) {
    addAt(context, name, servlet, ROOT + path);
  }

  static void addAt(ServletContext context, String name, Servlet servlet, String path) {
    ServletRegistration.Dynamic registration =
        context.addServlet("lockstep-console-" + name, servlet);
    if (registration == null) {
      LOG.warn("The console's {} is not installed: a servlet of its name exists", name);
      return;
    }
    registration.setAsyncSupported(true);
    Set<String> taken = registration.addMapping(path);
    if (!taken.isEmpty()) {
      LOG.warn("The console's {} is not installed: the application itself maps {}", name, taken);
    }
  }
}
