package io.lockstep.web.console;

import java.net.URI;

/** A container with the console in an otherwise empty application, on a loopback port. */
interface ConsoleServer extends AutoCloseable {
  int port();

  /** How many sessions the container has made. */
  int containerSessions();

  /** Where the console's page is. */
  default URI page() {
    return URI.create("http://127.0.0.1:" + port() + "/shop/lockstep/");
  }

  /** Without effect the second time. */
  @Override
  void close();
}
