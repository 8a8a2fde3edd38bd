package io.lockstep.transport.amqp;

import java.util.concurrent.ThreadFactory;

/** Makes named threads that don't keep the process alive. */
record DaemonThreads(String name) implements ThreadFactory {
  @Override
  public Thread newThread(Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
