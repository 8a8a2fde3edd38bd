package io.lockstep.session;

import io.lockstep.membership.Member;
import io.lockstep.transport.NodeId;
import io.lockstep.wire.MessageType;
import io.lockstep.wire.proto.Claim;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks all members, and whoever else may hold a copy, what they hold of one session. Answers of
 * earlier rounds do not count. Lives on the loop.
 */
final class ClaimRound {
  private final SessionContext context;
  private final Holdings holdings;
  private final Set<NodeId> provoked = new HashSet<>();
  private Claim claim;

  ClaimRound(SessionContext context, SessionKey key, Holdings holdings) {
    this.context = context;
    this.holdings = holdings;
    this.claim = Claim.newBuilder().setSession(key.bytes()).build();
  }

  /**
   * Asks all.
   *
   * @param probes whether the question alone does not make an owner give the session away
   */
  void begin(boolean probes) {
    end();
    claim = claim.toBuilder().setProbes(probes).build();
    context.messenger().broadcast(MessageType.CLAIM, claim);
  }

  /** Makes answers to what was asked so far no longer count. */
  void end() {
    claim = claim.toBuilder().setClaim(context.loop().random().nextLong()).build();
  }

  long id() {
    return claim.getClaim();
  }

  boolean isCurrent(long id) {
    return id == claim.getClaim();
  }

  /** Asks again whoever has not answered. */
  void askAgain(boolean probes) {
    claim = claim.toBuilder().setProbes(probes).build();
    holdings.forgetOwners();
    Set<NodeId> missing = holdings.missing(holdings.found());
    missing.forEach(context.membership()::miss);
    Stream.concat(context.membership().members().stream().map(Member::id), missing.stream())
        .distinct()
        .filter(node -> !holdings.hasAnswered(node))
        .forEach(this::ask);
  }

  /** A frame to a node that is gone makes the transport say so. */
  void provoke(Set<NodeId> missing) {
    missing.stream().filter(provoked::add).forEach(this::ask);
  }

  private void ask(NodeId node) {
    context.messenger().send(node, MessageType.CLAIM, claim);
  }
}
