package io.lockstep.web;

import jakarta.servlet.ServletContext;
import java.net.URI;

/** A container that runs the test application. */
interface WebServer extends AutoCloseable {
  URI uri(String path);

  ServletContext context();

  @Override
  void close();
}
