package io.lockstep.membership;

/**
 * Hears how the view changes; all methods do nothing by default. Between two calls a listener is
 * told of what has become of each member since the last one: of a member that came and went while
 * it was busy it hears nothing, and of many changes of one member the last. So what it has heard
 * always adds up to a view that there was, and a slow one falls behind without keeping anything.
 *
 * <p>What a method throws is logged and counted; the next one is called all the same.
 */
public interface AppNodeListener {
  /**
   * A node became a member: another server, or another life of one that was there before.
   *
   * @param view in which the member is, and what else is told with it
   */
  default void joined(Member member, ClusterView view) {}

  /**
   * A member left in order, or was decided dead; or this node was declared dead, and begins to know
   * its cluster anew.
   *
   * @param member as it was last told of
   * @param view in which the member is no more
   */
  default void left(Member member, ClusterView view) {}

  /**
   * What the member tells of itself is new, or whether this node suspects it.
   *
   * @param view in which the member is as given
   */
  default void updated(Member member, ClusterView view) {}
}
