package io.lockstep.membership;

import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;

/**
 * Another node of the cluster, as this one last heard of it. Immutable.
 *
 * @param machineId where it runs
 * @param version its application's version, may be empty
 * @param sessions how many sessions it owns
 * @param backups how many backups it holds
 * @param load its machine's load average over its processors, or negative when unknown
 * @param synchronising whether it does not know its cluster yet
 * @param takesBackups whether it holds backups of others' sessions
 * @param draining whether it takes no new visitors, and backups only where nobody else does
 * @param wireVersion the newest version of the wire format that it reads, at least 1
 * @param suspicion whether this node doubts that it lives
 */
public record Member(
    NodeId id,
    NodeAddress address,
    String machineId,
    String version,
    int sessions,
    int backups,
    double load,
    boolean synchronising,
    boolean takesBackups,
    boolean draining,
    int wireVersion,
    Suspicion suspicion) {

  /** One node's opinion of another; not yet a decision. */
  public enum Suspicion {
    NONE,
    /** It missed too many heartbeats. */
    SILENT,
    /** The transport said that it cannot be reached. */
    UNREACHABLE
  }

  public boolean isSuspected() {
    return suspicion != Suspicion.NONE;
  }

  Member suspected(Suspicion because) {
    return new Member(
        id,
        address,
        machineId,
        version,
        sessions,
        backups,
        load,
        synchronising,
        takesBackups,
        draining,
        wireVersion,
        because);
  }
}
