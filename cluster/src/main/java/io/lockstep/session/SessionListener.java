package io.lockstep.session;

/**
 * Hears of sessions on this node. Called on application threads or on the node's worker thread,
 * never on its loop. All methods do nothing by default.
 */
public interface SessionListener {
  /**
   * The session is about to end, by time-out or {@link ServerSession#invalidate()}; it can still be
   * read.
   */
  default void ending(ServerSession session) {}

  /** The session came to this node from another one, or from its backup. */
  default void activated(ServerSession session) {}

  /**
   * The session is about to go to another node; called before its attributes are serialised for the
   * last time.
   */
  default void passivating(ServerSession session) {}

  /**
   * An attribute's bytes became an object, on its first use since the session came to this node, or
   * since it was passivated; or it is kept as an object after all, although the listener was told
   * that it is {@linkplain #attributePassivating passivated}.
   *
   * @param session as the one sees it that used the attribute
   */
  default void attributeActivated(ServerSession session, String name, Object value) {}

  /**
   * This attribute is an object here, not bytes that nobody used, and is about to be bytes alone:
   * the session goes to another node, after a call of {@link #passivating(ServerSession)}, or
   * nobody has used it for {@link SessionSettings#passivateAfter()}. Then requests of the session
   * wait for two seconds at the most. An object that changes itself here is kept, unless it is set
   * again.
   */
  default void attributePassivating(ServerSession session, String name, Object value) {}
}
