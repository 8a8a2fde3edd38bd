package io.lockstep.cli.balancer;

import io.lockstep.cli.process.Child;
import io.lockstep.cli.process.Children;
import io.lockstep.cli.process.JavaProgram;
import io.lockstep.cli.process.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts balancers. */
public final class Balancer {
  private Balancer() {}

  /**
   * Starts a balancer. Must be called from the thread that runs {@code main}, as {@link
   * Children#startNative} tells.
   *
   * @param name the process's
   * @param work the directory for its configuration
   */
  public static Child start(
      BalancerKind kind, String name, BalancerSettings settings, Children children, Path work) {
    return switch (kind) {
      case HAPROXY -> startHaproxy(name, settings, children, work);
      case BUILTIN -> startBuiltin(name, settings, children);
    };
  }

  private static Child startHaproxy(
      String name, BalancerSettings settings, Children children, Path work) {
    var executable =
        BalancerKind.haproxy().orElseThrow(() -> new StartException("HAProxy is not installed"));
    var file = work.resolve(name + ".cfg");
    try {
      Files.writeString(file, HaproxyConfiguration.text(settings));
    } catch (IOException failure) {
      throw new StartException("cannot write " + file + ": " + failure.getMessage());
    }
    return children.startNative(
        name, List.of(executable.toString(), "-db", "-f", file.toString()), "-");
  }

  private static Child startBuiltin(String name, BalancerSettings settings, Children children) {
    var arguments = new ArrayList<String>();
    arguments.add(Integer.toString(settings.port()));
    arguments.add(Integer.toString(settings.control().orElse(0)));
    arguments.add(settings.sessionCookie());
    arguments.add(settings.check());
    settings.backends().forEach(each -> arguments.add(each.name() + "=" + each.port()));
    var program = new JavaProgram(name, BuiltinBalancer.class.getName(), 64, arguments, Map.of());
    return children.startJava(program, "BALANCER");
  }
}
