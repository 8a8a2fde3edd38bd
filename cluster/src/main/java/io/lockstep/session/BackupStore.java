package io.lockstep.session;

import java.nio.ByteBuffer;

/**
 * Keeps the attribute values of the sessions that a node backs up, where an application wants them
 * to be. Nothing else of a backup comes here: what decides who owns a session, the attributes'
 * names and sizes, and documents stay in the node's memory.
 *
 * <p>A store belongs to one node, and to one life of its process: what it keeps is of no use to
 * another, so a store may begin empty each time. It is called on the node's loop alone, one call
 * after the other, and so needs no lock. While a call runs, all sessions of the node wait: it
 * should take microseconds, and must not wait for a network or a disk. Many calls may come for one
 * message, one for each attribute.
 *
 * <p>The values are what the application has put into its sessions, not encrypted.
 *
 * <p>What a call throws harms no session. Each failure is counted as {@code
 * backups.store-failures}, and told in the log, once a minute at the most.
 */
public interface BackupStore extends AutoCloseable {
  /**
   * Keeps a copy of the bytes. When it throws, the change that the value belongs to is not applied
   * and not acknowledged: its owner is told, and takes another node for the backup, or, without
   * one, tries again once a second.
   *
   * @param value read-only, from its position to its limit; may be empty, and have as many bytes as
   *     the attributes of a session together; not to be used after the call
   * @return the number by which the value is asked for, any number that no other value has that is
   *     kept now
   */
  long put(ByteBuffer value);

  /**
   * Returns the bytes as they were put; called when another node takes the session over or this one
   * does, and when the backup is compared with its session. When it throws, or returns other bytes,
   * which a checksum shows, the whole backup is dropped and counted as {@code backups.unreadable};
   * it is sent again by the session's owner, or, without one, the session goes on from another
   * backup. What only this one had is reported as lost.
   *
   * @param number of a value that is kept
   * @return exactly the value's bytes, in an array that nobody changes afterwards; never null
   */
  byte[] get(long number);

  /**
   * Forgets a value. When it throws, the value may stay for ever: it is not removed again.
   *
   * @param number of a value that is kept; may be given to another one from now on
   */
  void remove(long number);

  /**
   * Gives up all that the store takes up. Called when the node has left, with values kept; not when
   * the process is killed. Nothing is called after it.
   */
  @Override
  void close();
}
