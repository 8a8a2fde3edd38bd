package io.lockstep.transport.jgroups;

import org.jgroups.util.LazyThreadFactory;

/** Makes JGroups' threads; those that take datagrams off the network have a priority. */
final class ReceiverThreads extends LazyThreadFactory {
  /** How JGroups' UDP calls its threads that receive, both kinds. */
  private static final String RECEIVER = "cast-receiver";

  private final int priority;

  /**
   * @param priority 1 to 10
   */
  ReceiverThreads(int priority) {
    super("jgroups", true, true);
    this.priority = priority;
  }

  /** The priority is a hint, as everywhere; but the setting is there. */
  @Override
  @SuppressWarnings("ThreadPriorityCheck")
  public Thread newThread(Runnable task, String name) {
    Thread thread = super.newThread(task, name);
    if (name.contains(RECEIVER)) {
      thread.setPriority(priority);
    }
    return thread;
  }
}
