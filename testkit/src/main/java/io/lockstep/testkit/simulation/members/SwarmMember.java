package io.lockstep.testkit.simulation.members;

import io.lockstep.membership.Member;
import io.lockstep.membership.Membership;
import io.lockstep.membership.MembershipSettings;
import io.lockstep.report.Counters;
import io.lockstep.testkit.simulation.network.Host;
import io.lockstep.testkit.simulation.network.SimulatedNetwork;
import io.lockstep.time.VirtualEventLoop;
import io.lockstep.time.VirtualTime;
import io.lockstep.transport.KeyedTransports;
import io.lockstep.transport.Messenger;
import io.lockstep.transport.NodeAddress;
import io.lockstep.transport.NodeId;
import io.lockstep.transport.Transport;
import io.lockstep.transport.TransportStatistics;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A node's membership and messenger, and nothing else of it. */
final class SwarmMember implements Host {
  private final String server;
  private final VirtualEventLoop loop;
  private final CountingLoop counted;
  private final Transport transport;
  private final Membership membership;
  private boolean alive = true;

  SwarmMember(
      VirtualTime time,
      SimulatedNetwork network,
      MembershipSettings settings,
      String server,
      RandomGenerator random) {
    this.server = server;
    loop = time.loop(time.clock(), random);
    counted = new CountingLoop(loop);
    transport = network.transport(this);
    var address = new NodeAddress("simulated", "swarm", server, "members");
    var counters = new Counters();
    var messenger = new Messenger(counted, KeyedTransports.single(transport), address, counters);
    membership = new Membership(counted, messenger, address, settings, counters);
  }

  void start() {
    loop.execute(membership::start);
  }

  /** Ends it as SIGKILL does: nothing is sent, and nobody is told. */
  void kill() {
    alive = false;
    loop.close();
  }

  NodeId id() {
    return membership.self();
  }

  /** How many others it knows. */
  int known() {
    return membership.members().size();
  }

  /** Whether it knows its cluster, trusts all members, and these and itself are the given ones. */
  boolean sees(Set<NodeId> all) {
    List<Member> others = membership.members();
    return membership.isSynchronised()
        && others.size() == all.size() - 1
        && others.stream().noneMatch(Member::isSuspected)
        && others.stream().allMatch(member -> all.contains(member.id()));
  }

  Usage usage() {
    TransportStatistics carried = transport.statistics();
    return new Usage(
        carried.sentFrames(),
        carried.sentBytes(),
        carried.receivedFrames(),
        carried.receivedBytes(),
        counted.clockReads(),
        0,
        0);
  }

  @Override
  public String server() {
    return server;
  }

  @Override
  public boolean alive() {
    return alive;
  }

  @Override
  public boolean paused() {
    return false;
  }

  @Override
  public void deliver(Runnable callback) {
    if (alive) {
      callback.run();
    }
  }
}
