package io.lockstep.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** HAProxy as installed on this machine, where the demo looks for it as well. */
final class Haproxy {
  private Haproxy() {}

  /** Skips the test, and says so where a reader of the build's output sees it. */
  static void assumeInstalled() {
    var path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1));
    var isThere =
        Stream.concat(path, Stream.of("/usr/sbin", "/usr/local/sbin"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "haproxy")));
    if (!isThere) {
      System.err.println("NOT TESTED: the demo behind HAProxy, which is not installed");
    }
    Assumptions.assumeTrue(isThere, "HAProxy is not installed");
  }
}
