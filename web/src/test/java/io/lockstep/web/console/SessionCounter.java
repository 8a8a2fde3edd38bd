package io.lockstep.web.console;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the sessions that a container makes. */
final class SessionCounter implements HttpSessionListener {
  private final AtomicInteger made = new AtomicInteger();

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    made.incrementAndGet();
  }

  int made() {
    return made.get();
  }
}
