package io.lockstep.membership;

import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes this node write the newest version of the wire format that all members read: the lowest of
 * those that they tell. Until it knows its cluster, the oldest. Lives on the node's loop.
 */
final class CommonVersion implements MembershipListener {
  private final Messenger messenger;

  /** Those alone that read less than this node. */
  private final Map<NodeId, Integer> older = new HashMap<>();

  private boolean synchronised;

  CommonVersion(Messenger messenger) {
    this.messenger = messenger;
  }

  @Override
  public void joined(Member member) {
    if (member.wireVersion() < messenger.newestVersion()) {
      older.put(member.id(), member.wireVersion());
      choose();
    }
  }

  @Override
  public void ended(NodeId node) {
    if (older.remove(node) != null) {
      choose();
    }
  }

  @Override
  public void synchronised() {
    synchronised = true;
    choose();
  }

  @Override
  public void rejoined(NodeId before, NodeId now) {
    older.clear();
    synchronised = false;
    choose();
  }

  private void choose() {
    messenger.write(
        synchronised
            ? older.values().stream().min(Integer::compare).orElse(messenger.newestVersion())
            : Messenger.OLDEST_VERSION);
  }
}
