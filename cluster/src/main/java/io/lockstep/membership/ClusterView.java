package io.lockstep.membership;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * The cluster as one node saw it at one moment. Immutable.
 *
 * @param address the node's own
 * @param id the node's present life
 * @param members all other members, suspected ones included, by address; each server once
 */
public record ClusterView(NodeAddress address, NodeId id, List<Member> members) {
  /** Copies the list. */
  public ClusterView {
    members = List.copyOf(members);
  }

  /** The member of that server name; none when it is no other member's. */
  public Optional<Member> member(String server) {
    return members.stream().filter(member -> member.address().server().equals(server)).findFirst();
  }
}
