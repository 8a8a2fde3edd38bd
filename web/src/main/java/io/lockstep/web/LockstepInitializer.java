package io.lockstep.web;

import io.lockstep.config.GivenSettings;
import io.lockstep.config.LockstepSettings;
import io.lockstep.config.SettingsParser;
import io.lockstep.config.SettingsSources;
import io.lockstep.config.TransportKind;
import io.lockstep.node.TransportFactory;
import io.lockstep.web.console.BalancerCheck;
import io.lockstep.web.console.Console;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs Lockstep in a web application that has its jar: the filter, before all others, and the
 * node. Settings are the servlet context's init parameters, then system properties, then
 * environment variables, then the file {@code WEB-INF/nexaweb-server.xml}; the first that is there
 * decides. A wrong one fails the deployment.
 */
@HandlesTypes({
  HttpSessionListener.class,
  HttpSessionAttributeListener.class,
  HttpSessionIdListener.class
})
public final class LockstepInitializer implements ServletContainerInitializer {
  private static final Logger log = LoggerFactory.getLogger(LockstepInitializer.class);
  private static final String NAME = "lockstep";
  private static final String FILE = "/WEB-INF/nexaweb-server.xml";

  private final NodeStarter starter;

  /** As the container makes it. */
  public LockstepInitializer() {
    this(new BuiltNode());
  }

  LockstepInitializer(NodeStarter starter) {
    this.starter = starter;
  }

  @Override
  public void onStartup(@Nullable Set<Class<?>> listenerTypes, ServletContext context)
      throws ServletException {
    TransportFactory transports = TransportFactory.installed(context.getClassLoader());
    try {
      GivenSettings given = given(context, transports.kinds());
      var parser = SettingsParser.with(transports.kinds());
      if (parser.enabled(given)) {
        Deployment deployment =
            Deployment.read(
                parser, given, applicationName(context), transports, context.getClassLoader());
        try {
          install(context, deployment);
        } catch (RuntimeException e) {
          deployment.discard();
          throw e;
        }
        tellUnnamed(listenerTypes, deployment.settings().web().listeners());
      } else {
        log.info("Lockstep is not enabled in {}", context.getContextPath());
      }
    } catch (IllegalArgumentException e) {
      throw new ServletException("Lockstep is not configured rightly. " + e.getMessage(), e);
    }
  }

  private static GivenSettings given(ServletContext context, List<TransportKind> transports) {
    var parameters = new HashMap<String, String>();
    for (String name : Collections.list(context.getInitParameterNames())) {
      @Nullable String value = context.getInitParameter(name);
      if (value != null) {
        parameters.put(name, value);
      }
    }
    SettingsSources sources =
        SettingsSources.with(transports)
            .properties(parameters)
            .properties(System.getProperties())
            .environment(System.getenv());
    try (@Nullable InputStream file = context.getResourceAsStream(FILE)) {
      if (file != null) {
        sources.file(FILE.substring(1), file);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("%s cannot be read: %s".formatted(FILE, e), e);
    }
    return sources.given();
  }

  /** The context path as one word. */
  private static String applicationName(ServletContext context) {
    String path = context.getContextPath();
    return path.length() < 2 ? "app" : path.substring(1).replaceAll("[/.\\s]", "-");
  }

  private void install(ServletContext context, Deployment deployment) {
    var lifecycle = installFilter(context, deployment);
    BalancerCheck.install(context, lifecycle::readiness);
    if (deployment.settings().web().console()) {
      Console.install(
          context,
          lifecycle.observer(),
          lifecycle.inspector(),
          lifecycle.tasks(),
          lifecycle.drain(),
          deployment.console());
    }
  }

  private NodeLifecycle installFilter(ServletContext context, Deployment deployment) {
    LockstepSettings settings = deployment.settings();
    var seal = new CookieSeal(settings.sessions().secret());
    var web = new WebSessions(context, settings.web(), seal);
    web.listenerList().addInstances(context, settings.web().listeners());
    context.setAttribute(Lockstep.SESSIONS_ATTRIBUTE, web);
    var lifecycle = new NodeLifecycle(deployment, starter, web);
    context.addListener(lifecycle);
    FilterRegistration.Dynamic filter = context.addFilter(NAME, new LockstepFilter(web));
    if (filter == null) {
      throw new IllegalArgumentException(
          "The web application has a filter named \"%s\" already".formatted(NAME));
    }
    filter.setAsyncSupported(true);
    var all = EnumSet.allOf(DispatcherType.class);
    filter.addMappingForUrlPatterns(all, false, "/*");
    // A dispatch to a servlet by name has no path that a pattern could match.
    filter.addMappingForServletNames(all, false, "*");
    return lifecycle;
  }

  private static void tellUnnamed(@Nullable Set<Class<?>> types, List<String> named) {
    if (types == null) {
      return;
    }
    List<String> unnamed = SessionListeners.unnamed(types.stream(), named);
    if (!unnamed.isEmpty()) {
      log.info(
          "Session listeners that are registered with the container hear nothing of replicated"
              + " sessions; if these should, set lockstep.listeners={}",
          String.join(",", unnamed));
    }
  }
}
