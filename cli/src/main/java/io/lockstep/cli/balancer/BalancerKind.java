package io.lockstep.cli.balancer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The balancers that the demo can start. */
public enum BalancerKind {
  /** HAProxy, as installed on this machine. */
  HAPROXY("HAProxy"),
  /** Undertow's sticky proxy client, in a small process; for demonstration only. */
  BUILTIN("the built-in balancer");

  private final String title;

  BalancerKind(String title) {
    this.title = title;
  }

  /** How it is called in a sentence. */
  public String title() {
    return title;
  }

  /** Where HAProxy is, when it is installed: on the path, or where Debian keeps it. */
  public static Optional<Path> haproxy() {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "haproxy").toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }
}
