package io.lockstep.topic;

import io.lockstep.transport.NodeId;

/**
 * Messages that a listener does not hear.
 *
 * @param publisher the life of the server that published them
 * @param from the number of the first one, as in {@link TopicMessage#number}
 * @param to the number of the last one
 * @param count how many of those are missed
 * @param detail a sentence for people
 */
public record MissedMessages(
    NodeId publisher, long from, long to, long count, Reason reason, String detail) {
  /** Why they are missed. */
  public enum Reason {
    /**
     * They never came, and could not be had again. Nobody here knows their topics, so every
     * listener is told; what it listens to need not be among them.
     */
    LOST,
    /** Too much waited for this listener; all of them were for it. */
    OVERFLOW,
    /** It cannot be read here, or is of another class than the listener asked for. */
    UNREADABLE
  }
}
