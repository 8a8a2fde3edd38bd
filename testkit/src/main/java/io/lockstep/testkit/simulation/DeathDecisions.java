package io.lockstep.testkit.simulation;

import com.google.protobuf.Message;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.proto.DeathNotice;
import io.lockstep.wire.proto.DeathProposal;
import io.lockstep.wire.proto.DeathVote;
import io.lockstep.wire.proto.Heartbeat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that nobody is said to be dead who neither ended nor was voted out by a majority. */
final class DeathDecisions implements MessageObserver {
  private final World world;
  private final Lives lives;
  private final Map<Ballot, Poll> polls = new HashMap<>();

  DeathDecisions(World world, Lives lives) {
    this.world = world;
    this.lives = lives;
  }

  @Override
  public void sent(NodeId from, @Nullable NodeId to, Message message) {
    if (message instanceof DeathProposal proposal) {
      poll(from, proposal.getProposal(), proposal.getSuspect())
          .ask(from, proposal.getMembersList());
    } else if (message instanceof DeathVote vote && to != null) {
      vote(from, to, vote);
    } else if (message instanceof DeathNotice notice) {
      notice.getDeadList().forEach(dead -> told(from, dead));
    } else if (message instanceof Heartbeat heartbeat) {
      heartbeat.getDeadList().forEach(dead -> told(from, dead));
    }
  }

  private Poll poll(NodeId proposer, long proposal, long suspect) {
    return polls.computeIfAbsent(
        new Ballot(proposer, proposal), any -> new Poll(new NodeId(suspect)));
  }

  private boolean outvoted(NodeId suspect) {
    return polls.values().stream()
        .anyMatch(poll -> poll.suspect.equals(suspect) && poll.majority(lives));
  }

  private void vote(NodeId voter, NodeId proposer, DeathVote vote) {
    if (vote.getAgrees()) {
      poll(proposer, vote.getProposal(), vote.getSuspect()).ask(voter, vote.getMembersList());
    }
  }

  private void told(NodeId from, long dead) {
    var id = new NodeId(dead);
    if (!lives.known(id) || !lives.living(id)) {
      return;
    }
    if (outvoted(id)) {
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
    private final NodeId suspect;
    private final Set<NodeId> members = new HashSet<>();

    /** As each voter knew them when it first agreed: what it said later may not have come yet. */
    private final Set<NodeId> firstMembers = new HashSet<>();

    private final Set<NodeId> agreeing = new HashSet<>();

    private Poll(NodeId suspect) {
      this.suspect = suspect;
    }

    private void ask(NodeId agreed, List<Long> known) {
      boolean isFirst = agreeing.add(agreed);
      for (long id : known) {
        members.add(new NodeId(id));
        if (isFirst) {
          firstMembers.add(new NodeId(id));
        }
      }
    }

    /**
     * Of those who may vote: whoever has ended and did not vote cannot count. Whom only the broker
     * holds for dead counts when it votes, since it may not know of the verdict, nor may the
     * proposer. When it does not vote, it may be left out: the proposer may have the verdict from
     * the broker, or from a voter.
     */
    private boolean majority(Lives lives) {
      agreeing.removeIf(voter -> !lives.voteCounts(voter));
      members.removeIf(member -> !agreeing.contains(member) && !lives.living(member));
      firstMembers.retainAll(members);
      return 2 * agreeing.size() > Math.min(members.size(), firstMembers.size());
    }
  }
}
