package io.lockstep.testkit.simulation;

import com.google.protobuf.Message;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.DeathNotice;
import io.lockstep.wire.proto.DeathProposal;
import io.lockstep.wire.proto.DeathVote;
import io.lockstep.wire.proto.Heartbeat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that nobody is said to be dead who neither ended nor was voted out by a majority. */
final class DeathDecisions implements MessageObserver {
  private final World world;
  private final Lives lives;
  private final Map<Ballot, Poll> polls = new HashMap<>();
  private final Set<NodeId> outvoted = new LinkedHashSet<>();

  DeathDecisions(World world, Lives lives) {
    this.world = world;
    this.lives = lives;
  }

  @Override
  public void sent(NodeId from, @Nullable NodeId to, Message message) {
    if (message instanceof DeathProposal proposal) {
      poll(from, proposal.getProposal()).ask(from, proposal.getMembersList());
    } else if (message instanceof DeathVote vote && to != null) {
      vote(from, to, vote);
    } else if (message instanceof DeathNotice notice) {
      notice.getDeadList().forEach(dead -> told(from, dead));
    } else if (message instanceof Heartbeat heartbeat) {
      heartbeat.getDeadList().forEach(dead -> told(from, dead));
    }
  }

  private Poll poll(NodeId proposer, long proposal) {
    return polls.computeIfAbsent(new Ballot(proposer, proposal), any -> new Poll());
  }

  private void vote(NodeId voter, NodeId proposer, DeathVote vote) {
    Poll poll = poll(proposer, vote.getProposal());
    if (vote.getAgrees()) {
      poll.ask(voter, vote.getMembersList());
      if (poll.majority(lives)) {
        outvoted.add(new NodeId(vote.getSuspect()));
      }
    }
  }

  private void told(NodeId from, long dead) {
    var id = new NodeId(dead);
    if (!lives.known(id) || !lives.living(id)) {
      return;
    }
    if (outvoted.contains(id)) {
      world.trace.note("CHECK", "outvoted: " + lives.name(id));
      lives.decidedDead(id);
    } else {
      world.violations.add(
          "%s says that %s is dead, and nobody decided it"
              .formatted(lives.name(from), lives.name(id)));
    }
  }

  private record Ballot(NodeId proposer, long proposal) {}

  private static final class Poll {
    private final Set<NodeId> members = new HashSet<>();
    private final Set<NodeId> agreeing = new HashSet<>();

    private void ask(NodeId agreed, List<Long> known) {
      agreeing.add(agreed);
      known.forEach(id -> members.add(new NodeId(id)));
    }

    /** Of those who have not ended: whoever has cannot count, on either side. */
    private boolean majority(Lives lives) {
      members.removeIf(member -> !lives.living(member));
      agreeing.removeIf(voter -> !lives.living(voter));
      return 2 * agreeing.size() > members.size();
    }
  }
}
