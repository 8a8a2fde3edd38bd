package io.lockstep.node;

import io.lockstep.membership.MembershipSettings;
import io.lockstep.session.SessionSettings;
import io.lockstep.transport.NodeAddress;

/**
 * All settings of a node.
 *
 * @param address unique among the live nodes
 * @param membership how nodes find and lose each other
 * @param sessions how sessions are replicated
 */
public record NodeSettings(
    NodeAddress address, MembershipSettings membership, SessionSettings sessions) {}
