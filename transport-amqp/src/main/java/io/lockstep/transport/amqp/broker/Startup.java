package io.lockstep.transport.amqp.broker;

import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.logging.EventLogger;
import org.apache.qpid.server.logging.NullMessageLogger;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/** Follows a broker's start: silences its log of every connection, and finds its port. */
final class Startup extends DefaultSystemLauncherListener {
  private volatile @Nullable SystemConfig<?> system;
  private volatile @Nullable RuntimeException failure;

  @Override
  public void onContainerResolve(SystemConfig<?> resolved) {
    system = resolved;
    EventLogger events = resolved.getEventLogger();
    events.setMessageLogger(new NullMessageLogger());
  }

  @Override
  public void errorOnStartup(RuntimeException e) {
    failure = e;
  }

  /**
   * The port it listens on.
   *
   * @throws IllegalStateException when it did not start
   */
  int boundPort() {
    SystemConfig<?> resolved = system;
    if (resolved == null || !(resolved.getContainer() instanceof Broker<?> broker)) {
      throw new IllegalStateException("no broker came up", failure);
    }
    for (Port<?> port : broker.getChildren(Port.class)) {
      if (port.getBoundPort() > 0) {
        return port.getBoundPort();
      }
    }
    throw new IllegalStateException("no port was opened", failure);
  }
}
