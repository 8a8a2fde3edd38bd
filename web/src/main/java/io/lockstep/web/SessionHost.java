package io.lockstep.web;

import jakarta.servlet.ServletContext;
import java.util.EventListener;
import java.util.List;

/**
 * Where {@link ReplicatedHttpSession}s live: what they need from the adapter that shows them to an
 * application. Thread-safe.
 */
interface SessionHost {
  ServletContext servletContext();

  /** The session listeners that the adapter knows, in the order in which they are called. */
  List<EventListener> listeners();
}
