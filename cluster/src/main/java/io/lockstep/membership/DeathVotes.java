package io.lockstep.membership;

import io.lockstep.time.EventLoop;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.DeathProposal;
import io.lockstep.wire.proto.DeathProposalWithdrawn;
import io.lockstep.wire.proto.DeathVote;
import io.lockstep.wire.proto.Probe;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides deaths without an arbiter: a node that suspects another asks all, and the suspect is dead
 * when those who agree are a majority of the members that they and the proposer know together. Who
 * agrees refuses the suspect from then on, unless the proposer withdraws. The same goes for a
 * stranger that something waits for, but only who does not know it either may agree: it begins to
 * miss it when it is first asked, and agrees when it is asked again after the detection time. All
 * members must have answered, and one that has the stranger for a member itself vetoes: servers
 * that have just started know nobody beyond a split, however many they are.
 */
final class DeathVotes {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_AT_ONCE = 16;

  private final EventLoop loop;
  private final Messenger messenger;
  private final Membership membership;
  private final Strangers strangers;
  private final Map<NodeId, Proposal> proposals = new HashMap<>();
  private final Map<NodeId, Promise> promises = new LinkedHashMap<>();
  private long lastReminderNanos;

  private record Proposal(
      long id, long startedNanos, Set<NodeId> agreed, Set<NodeId> known, Set<NodeId> answered) {}

  private record Promise(NodeId proposer, long proposal) {}

  DeathVotes(EventLoop loop, Messenger messenger, Membership membership, Strangers strangers) {
    this.loop = loop;
    this.messenger = messenger;
    this.membership = membership;
    this.strangers = strangers;
    messenger.on(MessageType.DEATH_PROPOSAL, this::onProposal);
    messenger.on(MessageType.DEATH_VOTE, this::onVote);
    messenger.on(MessageType.DEATH_PROPOSAL_WITHDRAWN, this::onWithdrawn);
  }

  /**
   * Proposes the death of each silent member or stranger, and withdraws what found no majority in
   * time.
   */
  void tick() {
    long now = loop.nanoTime();
    List.copyOf(proposals.keySet()).stream()
        .filter(suspect -> isOverdue(suspect, now))
        .forEach(this::withdraw);
    remindProposers(now);
    if (membership.mayJudge()) {
      undecided(membership.silentMembers()).forEach(this::propose);
      // Whoever sends a list of invented lives must not make all members vote on each at once.
      undecided(strangers.silentAndMissedHere())
          .limit(Math.max(0, MOST_AT_ONCE - proposals.size()))
          .toList()
          .forEach(this::propose);
    }
  }

  /**
   * A withdrawal can get lost, and a promise that nobody relies on would keep this node from
   * agreeing to any later proposal: so the proposers are asked from time to time.
   */
  private void remindProposers(long now) {
    if (now - lastReminderNanos > PATIENCE.toNanos()) {
      lastReminderNanos = now;
      promises.forEach(this::askAbout);
    }
  }

  private void askAbout(NodeId suspect, Promise promise) {
    vote(promise.proposer, promise.proposal, suspect, true);
  }

  private Stream<NodeId> undecided(Set<NodeId> suspects) {
    return suspects.stream()
        .filter(suspect -> !proposals.containsKey(suspect) && !promises.containsKey(suspect));
  }

  private boolean isOverdue(NodeId suspect, long now) {
    Proposal proposal = proposals.get(suspect);
    return proposal != null && now - proposal.startedNanos > PATIENCE.toNanos();
  }

  private void propose(NodeId suspect) {
    long id = loop.random().nextLong();
    var known = new HashSet<>(electorate(suspect));
    if (strangers.contains(suspect)) {
      // Nobody else sends it anything; a transport that cannot deliver this may tell why.
      messenger.send(suspect, MessageType.PROBE, Probe.getDefaultInstance());
    }
    proposals.put(
        suspect,
        new Proposal(
            id, loop.nanoTime(), new HashSet<>(Set.of(membership.self())), known, new HashSet<>()));
    messenger.broadcast(
        MessageType.DEATH_PROPOSAL,
        DeathProposal.newBuilder()
            .setProposal(id)
            .setSuspect(suspect.incarnation())
            .addAllMembers(known.stream().map(NodeId::incarnation).toList())
            .setStranger(strangers.contains(suspect))
            .build());
    decideIfMajority(suspect);
  }

  private void withdraw(NodeId suspect) {
    Proposal proposal = proposals.remove(suspect);
    if (proposal != null) {
      messenger.broadcast(
          MessageType.DEATH_PROPOSAL_WITHDRAWN, withdrawal(proposal.id, suspect.incarnation()));
    }
  }

  private static DeathProposalWithdrawn withdrawal(long proposal, long suspect) {
    return DeathProposalWithdrawn.newBuilder().setProposal(proposal).setSuspect(suspect).build();
  }

  private void onProposal(NodeId proposer, DeathProposal message) {
    if (proposer.equals(membership.self()) || message.getSuspect() == 0) {
      return;
    }
    var suspect = new NodeId(message.getSuspect());
    if (message.getStranger()) {
      strangers.asked(suspect);
    }
    if (outranks(proposer, suspect)) {
      // Two proposers would wait for each other: the one with the smaller id gives way.
      withdraw(suspect);
    }
    boolean agrees =
        (membership.mayJudge() && isSilent(message, suspect) && !proposals.containsKey(suspect))
            || isPromisedTo(suspect, proposer, message.getProposal());
    if (agrees) {
      promises.putIfAbsent(suspect, new Promise(proposer, message.getProposal()));
      agrees = isPromisedTo(suspect, proposer, message.getProposal());
    }
    vote(proposer, message.getProposal(), suspect, agrees);
  }

  /**
   * Who has just joined must not outvote members that others know: these may have declared its
   * former life dead, and go on without it.
   */
  private boolean isSilent(DeathProposal proposal, NodeId suspect) {
    return proposal.getStranger()
        ? strangers.silent().contains(suspect)
        : membership.silentMembers().contains(suspect);
  }

  /**
   * Of whom a majority is needed. Those who do not know a node may not know its companions either,
   * so all strangers count when it is one of them.
   */
  private List<NodeId> electorate(NodeId suspect) {
    Stream<NodeId> others = strangers.contains(suspect) ? strangers.all().stream() : Stream.empty();
    return Stream.concat(membership.knownIds().stream(), others).toList();
  }

  private boolean outranks(NodeId proposer, NodeId suspect) {
    return proposals.containsKey(suspect)
        && Long.compareUnsigned(proposer.incarnation(), membership.self().incarnation()) > 0;
  }

  private boolean isPromisedTo(NodeId suspect, NodeId proposer, long proposal) {
    return new Promise(proposer, proposal).equals(promises.get(suspect));
  }

  private void vote(NodeId proposer, long proposal, NodeId suspect, boolean agrees) {
    messenger.send(
        proposer,
        MessageType.DEATH_VOTE,
        DeathVote.newBuilder()
            .setProposal(proposal)
            .setSuspect(suspect.incarnation())
            .setAgrees(agrees)
            .addAllMembers(
                (agrees ? electorate(suspect) : membership.knownIds())
                    .stream().map(NodeId::incarnation).toList())
            .addAllDead(membership.latestDead())
            .addAllDead(membership.isDead(suspect) ? List.of(suspect.incarnation()) : List.of())
            .build());
  }

  private void onVote(NodeId voter, DeathVote vote) {
    if (vote.getSuspect() == 0) {
      return;
    }
    membership.learnDead(vote.getDeadList(), voter);
    var suspect = new NodeId(vote.getSuspect());
    Proposal proposal = proposals.get(suspect);
    if (proposal == null || proposal.id != vote.getProposal()) {
      answerLateVote(voter, vote, suspect);
      return;
    }
    proposal.answered.add(voter);
    if (vote.getAgrees()) {
      proposal.agreed.add(voter);
      vote.getMembersList().stream()
          .filter(id -> id != 0)
          .map(NodeId::new)
          .forEach(proposal.known::add);
      decideIfMajority(suspect);
    } else if (strangers.contains(suspect)
        && vote.getMembersList().contains(suspect.incarnation())) {
      // It is a member to somebody: that one may propose its death.
      strangers.heard(suspect);
      withdraw(suspect);
    } else {
      decideIfMajority(suspect);
    }
  }

  /** The voter still keeps a promise that is of no use any more. */
  private void answerLateVote(NodeId voter, DeathVote vote, NodeId suspect) {
    if (vote.getAgrees() && !membership.isDead(suspect)) {
      messenger.send(
          voter,
          MessageType.DEATH_PROPOSAL_WITHDRAWN,
          withdrawal(vote.getProposal(), vote.getSuspect()));
    }
  }

  private void decideIfMajority(NodeId suspect) {
    Proposal proposal = proposals.get(suspect);
    if (proposal == null) {
      return;
    }
    proposal.known.removeIf(membership::isDead);
    proposal.agreed.removeIf(membership::isDead);
    boolean mayKnowIt =
        strangers.contains(suspect)
            && !membership.members().stream().map(Member::id).allMatch(proposal.answered::contains);
    if (!mayKnowIt && 2 * proposal.agreed.size() > proposal.known.size()) {
      membership.decideDead(suspect, "a majority of the members no longer hears it");
    }
  }

  private void onWithdrawn(NodeId proposer, DeathProposalWithdrawn message) {
    if (message.getSuspect() != 0) {
      promises.remove(
          new NodeId(message.getSuspect()), new Promise(proposer, message.getProposal()));
    }
  }

  /**
   * A message of the node came in.
   *
   * @param isSilentElsewhere whether it is still silent over another transport instance
   * @return whether it must be dropped, because this node has promised to
   */
  boolean refuses(NodeId sender, boolean isSilentElsewhere) {
    if (!isSilentElsewhere && proposals.containsKey(sender)) {
      withdraw(sender);
    }
    Promise promise = promises.get(sender);
    if (promise == null) {
      return false;
    }
    askAbout(sender, promise);
    return true;
  }

  /** The life is over: as a suspect it is decided, as a proposer it can decide nothing any more. */
  void ended(NodeId node) {
    proposals.remove(node);
    promises.remove(node);
    promises.values().removeIf(promise -> promise.proposer.equals(node));
  }

  void clear() {
    proposals.clear();
    promises.clear();
  }
}
