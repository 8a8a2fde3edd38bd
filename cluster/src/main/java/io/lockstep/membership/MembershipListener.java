package io.lockstep.membership;

import io.lockstep.transport.NodeId;

/** Hears, on the node's loop, how the view changes. All methods do nothing by default. */
public interface MembershipListener {
  default void joined(Member member) {}

  /** The member's state, other than whether it is suspected, is new. */
  default void updated(Member member) {}

  /** This node began to suspect the member, or has new grounds to. */
  default void suspected(Member member) {}

  /** The member was suspected, and was heard again. */
  default void trusted(Member member) {}

  /**
   * This life of the node is over: it left, or was decided dead. Told also of nodes that were never
   * members.
   */
  default void ended(NodeId node) {}

  /** This node knows the cluster it joined; again after each {@link #rejoined}. */
  default void synchronised() {}

  /** The cluster declared this node dead; it goes on under a new id and owns nothing. */
  default void rejoined(NodeId before, NodeId now) {}
}
